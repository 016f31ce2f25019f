import { describe, expect, inject, it } from 'vitest';
import { heldDeposits } from '../support/held-store.ts';
import { startReadyNode } from '../support/node-fixture.ts';
import { has } from '../support/requirements.ts';
import { TestClient, freshRoom } from '../support/test-client.ts';

function shared() {
  const url = inject('redisUrl') ?? expect.fail('no Redis was started');
  return { url, prefix: `test-${crypto.randomUUID()}:` };
}

describe.skipIf(!has.redis)('what a peer says before and after it moves', () => {
  it('arrives in the order said, though its former node is slow to place what came first', async () => {
    const redis = shared();
    const slow = heldDeposits();
    await using n1 = await startReadyNode({ redis });
    await using n2 = await startReadyNode({ redis, wrapStore: slow.wrap });
    const room = freshRoom();
    await using eve = await TestClient.join(n1, room);
    const ann = await TestClient.join(n1, room);
    const bob = await TestClient.join(n2, room);
    await ann.close(3001); // away, so that what is for her goes to her mailbox
    const held = slow.hold();
    bob.send({ type: 'message', room, to: ann.joined.id, data: 'first' });
    await held.came;
    await using moved = await TestClient.connect(n1, { room });
    moved.send({ type: 'resume', room, id: bob.joined.id, token: bob.joined.token });
    await moved.next('resumed');
    moved.send({ type: 'message', room, to: ann.joined.id, data: 'second' });
    moved.send({ type: 'ping' });
    // Others on the same node are dealt with meanwhile.
    await eve.settle();
    await eve.settle();
    held.release();
    await moved.next('pong');
    await using again = await TestClient.connect(n1, { room });
    again.send({ type: 'resume', room, id: ann.joined.id, token: ann.joined.token });
    expect((await again.next('message')).data).toBe('first');
    expect((await again.next('message')).data).toBe('second');
  });

  it('is on its way once a ping behind it is answered, and not before', async () => {
    const slow = heldDeposits();
    await using node = await startReadyNode({ redis: shared(), wrapStore: slow.wrap });
    const room = freshRoom();
    const ann = await TestClient.join(node, room);
    await using bob = await TestClient.join(node, room);
    await using eve = await TestClient.join(node, room);
    await ann.close(3001);
    const held = slow.hold();
    bob.send({ type: 'message', room, to: ann.joined.id, data: 'kept' });
    bob.send({ type: 'ping' });
    await held.came;
    // What comes behind the ping is dealt with meanwhile.
    bob.send({ type: 'message', room, to: eve.joined.id, data: 'not held' });
    expect((await eve.next('message')).data).toBe('not held');
    expect(bob.frames.filter((frame) => frame.includes('"pong"'))).toEqual([]);
    held.release();
    await bob.next('pong');
    const { membership } = node.store;
    const comeback = { id: ann.joined.id, node: 'other', term: 1, newTokenHash: 'x' };
    const member = (await membership.snapshot(room)).members.find(({ id }) => id === ann.joined.id);
    const outcome = await membership.attach(room, { ...comeback, tokenHash: member?.tokenHash ?? '' });
    expect(outcome).toMatchObject({ status: 'attached', mail: { frames: [expect.any(Buffer)] } });
  });
});
