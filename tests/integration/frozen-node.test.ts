import { setTimeout as delay } from 'node:timers/promises';
import type { ServerMessage } from '@parley/shared/server-messages';
import { describe, expect, it } from 'vitest';
import { startEmbedded } from '../support/embedded-process.ts';
import type { EmbeddedProcess } from '../support/embedded-process.ts';
import { poll } from '../support/poll.ts';
import { ask } from '../support/redis-admin.ts';
import { redisHost } from '../support/redis-host.ts';
import { has } from '../support/requirements.ts';
import { TestClient, freshRoom } from '../support/test-client.ts';

async function startNode(redisUrl: string): Promise<EmbeddedProcess> {
  const env = {
    NODE_LEASE_MS: '1000',
    RESUME_WINDOW_MS: '20000',
    DRAIN_TIMEOUT_MS: '200',
    REDIS_URL: redisUrl,
  };
  const node = await startEmbedded(env);
  await poll('the node is ready', async () => (await fetch(`${node.http}/readyz`)).ok);
  return node;
}

function resume(client: TestClient, { room, id, token }: { room: string; id: string; token: string }): void {
  client.send({ type: 'resume', room, id, token });
}

/** What the messages among these hold. */
function dataOf(messages: readonly ServerMessage[]): unknown[] {
  return messages.flatMap((message) => (message.type === 'message' ? [message.data] : []));
}

const SENT = [1, 2, 3, 4, 5];

/** Ann on a node that runs has written to Bob, whose node is frozen. */
async function whileFrozen() {
  await using stack = new AsyncDisposableStack();
  const server = stack.use(await redisHost(1)).server(0);
  await server.start();
  const n1 = stack.use(await startNode(server.url));
  const n2 = stack.use(await startNode(server.url));
  const room = freshRoom();
  const ann = stack.use(await TestClient.join(n1, room));
  const bob = await TestClient.join(n2, room);
  await ann.next('otherjoin');
  process.kill(n2.pid, 'SIGSTOP');
  for (const data of SENT) ann.send({ type: 'message', room, to: bob.joined.id, data });
  await ann.settle();
  const kept = stack.move();
  return { redis: server, n1, n2, room, ann, bob, [Symbol.asyncDispose]: () => kept.disposeAsync() };
}

describe.skipIf(!has.redis)('a node that freezes', () => {
  it('and is killed then: what it had taken over and not handed on is kept for its peers', async () => {
    await using scene = await whileFrozen();
    const { n1, n2, room, ann, bob } = scene;
    await n2.stop('SIGKILL');
    await bob.closed;
    expect(bob.frames.filter((frame) => frame.includes('"type":"message"'))).toEqual([]);
    await using again = await TestClient.connect(n1, { room });
    resume(again, bob.joined);
    for (const data of SENT) expect((await again.next('message')).data).toBe(data);
    expect(await ann.settle()).toEqual([]);
  });

  it('and thaws when its peer has gone on elsewhere: nothing is lost, swapped or said twice', async () => {
    await using scene = await whileFrozen();
    const { n1, n2, room, ann, bob } = scene;
    await using again = await TestClient.connect(n1, { room });
    resume(again, bob.joined);
    await again.next('resumed');
    ann.send({ type: 'message', room, to: bob.joined.id, data: 6 });
    for (const data of [...SENT, 6]) expect((await again.next('message')).data).toBe(data);
    process.kill(n2.pid, 'SIGCONT');
    expect((await bob.closed).code).toBe(4501);
    expect(bob.frames.filter((frame) => frame.includes('"type":"message"'))).toEqual([]);
    ann.send({ type: 'message', room, to: bob.joined.id, data: 7 });
    expect((await again.next('message')).data).toBe(7);
    expect([...(await ann.settle()), ...(await again.settle())]).toEqual([]);
  });

  it('and thaws while Redis is frozen, having been told of nothing: what its peer says elsewhere is not overtaken', async () => {
    await using scene = await whileFrozen();
    const { n1, n2, redis, room, ann, bob } = scene;
    bob.send({ type: 'message', room, to: ann.joined.id, data: 'old' });
    await ask(redis.url, (client) => client.call('CLIENT', 'KILL', 'TYPE', 'pubsub'));
    await using again = await TestClient.connect(n1, { room });
    // It may not hear itself for a moment, and refuses until it does.
    await poll('he is back', async () => {
      resume(again, bob.joined);
      return (await again.nextOf(['resumed', 'error'])).type === 'resumed';
    });
    await redis.signal('SIGSTOP');
    process.kill(n2.pid, 'SIGCONT');
    // So long Redis stands still: as long as a node is given to listen again.
    await delay(500);
    await redis.signal('SIGCONT');
    again.send({ type: 'message', room, to: ann.joined.id, data: 'new' });
    expect((await bob.closed).code).toBe(4501);
    const heard = [(await ann.next('message')).data, ...dataOf(await ann.settle())];
    expect([['new'], ['old', 'new']]).toContainEqual(heard);
  });

  it('while the node that wrote to its peer stops: what was written is kept before that one ends', async () => {
    await using scene = await whileFrozen();
    const { n1, n2, room, ann, bob } = scene;
    await using n3 = await startNode(scene.redis.url);
    expect(await n1.stop('SIGTERM')).toBe(0);
    expect((await ann.closed).code).toBe(1012);
    await n2.stop('SIGKILL');
    await using again = await TestClient.connect(n3, { room });
    resume(again, bob.joined);
    for (const data of SENT) expect((await again.next('message')).data).toBe(data);
  });

  it('and thaws when a peer of its own is gone: what was said to it meanwhile is kept for it', async () => {
    await using stack = new AsyncDisposableStack();
    const server = stack.use(await redisHost(1)).server(0);
    await server.start();
    const node = stack.use(await startNode(server.url));
    const room = freshRoom();
    const ann = stack.use(await TestClient.join(node, room));
    const bob = await TestClient.join(node, room);
    await ann.next('otherjoin');
    process.kill(node.pid, 'SIGSTOP');
    const [first, ...others] = SENT;
    ann.send({ type: 'message', room, to: bob.joined.id, data: first });
    await bob.cut();
    for (const data of others) ann.send({ type: 'message', room, to: bob.joined.id, data });
    // Longer than what a busy process takes for one turn.
    await delay(500);
    process.kill(node.pid, 'SIGCONT');
    await ann.settle();
    await using again = await TestClient.connect(node, { room });
    resume(again, bob.joined);
    for (const data of SENT) expect((await again.next('message')).data).toBe(data);
  });
});
