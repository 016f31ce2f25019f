import { describe, expect, inject, it } from 'vitest';
import { startEmbedded } from '../support/embedded-process.ts';
import { has } from '../support/requirements.ts';
import { TestClient, freshRoom } from '../support/test-client.ts';

const env = { NODE_LEASE_MS: '1000', RESUME_WINDOW_MS: '1500' };

function start() {
  return startEmbedded({ ...env, REDIS_URL: inject('redisUrl') ?? expect.fail('no Redis was started') });
}

async function joinWhenReady(
  node: Awaited<ReturnType<typeof start>>,
  room: string,
): Promise<TestClient & { joined: { id: string; token: string; seq: number; room: string } }> {
  for (;;) {
    const client = await TestClient.connect(node, { room });
    client.send({ type: 'join', room });
    const answer = await client.nextOf(['joined', 'error']);
    if (answer.type === 'joined') return Object.assign(client, { joined: answer });
    await client.close();
  }
}

async function joinOnNodeThatIsKilled(room: string): ReturnType<typeof joinWhenReady> {
  const node = await start();
  const client = await joinWhenReady(node, room);
  await node.stop('SIGKILL');
  await client.closed;
  return client;
}

describe.skipIf(!has.redis)('a node that is killed without a word', () => {
  it('leaves no ghost: who does not come back is said bye, once, and the place is free', async () => {
    await using n1 = await start();
    const room = freshRoom();
    await using ann = await joinWhenReady(n1, room);
    const bob = await joinOnNodeThatIsKilled(room);
    await ann.next('otherjoin');
    expect(await ann.next('bye')).toEqual({ type: 'bye', room, id: bob.joined.id, reason: 'lost', seq: 3 });
    await using eve = await TestClient.join(n1, room);
    expect(eve.joined.peers).toEqual([{ id: ann.joined.id }]);
    expect((await ann.settle()).filter((message) => message.type === 'bye')).toEqual([]);
  });

  it('throws nobody out who resumes elsewhere, and loses nothing that was sent meanwhile', async () => {
    await using n1 = await start();
    const room = freshRoom();
    await using ann = await joinWhenReady(n1, room);
    const bob = await joinOnNodeThatIsKilled(room);
    await ann.next('otherjoin');
    for (const data of [1, 2, 3]) ann.send({ type: 'message', room, to: bob.joined.id, data });
    await using again = await TestClient.connect(n1, { room });
    again.send({ type: 'resume', room, id: bob.joined.id, token: bob.joined.token });
    expect(await again.next('resumed')).toMatchObject({ id: bob.joined.id, peers: [{ id: ann.joined.id }] });
    for (const data of [1, 2, 3]) expect((await again.next('message')).data).toBe(data);
    // Two windows pass, one after the other, which is more than the dead node's lease, the reaper's round and the window
    // together: a membership that was taken for dead would be gone by now.
    for (const _ of ['first', 'second']) {
      await using eve = await joinWhenReady(n1, freshRoom());
      await using watcher = await joinWhenReady(n1, eve.joined.room);
      await eve.cut();
      await watcher.next('bye');
    }
    again.send({ type: 'message', room, to: ann.joined.id, data: 'still here' });
    expect((await ann.next('message')).data).toBe('still here');
    expect(await ann.settle()).toEqual([]);
  });
});
