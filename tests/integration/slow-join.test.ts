import type { Store } from '@parley/signaling/store';
import { expect, inject, it } from 'vitest';
import { intercept } from '../support/intercept.ts';
import { startReadyNode } from '../support/node-fixture.ts';
import { has } from '../support/requirements.ts';
import { TestClient, freshRoom } from '../support/test-client.ts';

it.skipIf(!has.redis)(
  'what is said to a newcomer before its node heard the answer of the store comes first, and is not lost',
  async () => {
    const room = freshRoom();
    const { promise: mayAnswer, resolve: answer } = Promise.withResolvers<void>();
    let isSlow = false;
    const wrapStore = (store: Store): Store => ({
      ...store,
      membership: intercept(store.membership, 'join', (join) => async (...args) => {
        const outcome = await join(...args);
        if (isSlow && args[0] === room) await mayAnswer;
        return outcome;
      }),
    });
    const url = inject('redisUrl') ?? expect.fail('no Redis was started');
    const redis = { url, prefix: `test-${crypto.randomUUID()}:` };
    // A sweep looks for what was missed once in a lease.
    await using node = await startReadyNode({ env: { NODE_LEASE_MS: '1000' }, redis, wrapStore });
    await using ann = await TestClient.join(node, room);
    isSlow = true;
    await using bob = await TestClient.connect(node, { room });
    bob.send({ type: 'join', room });
    const { id } = await ann.next('otherjoin');
    ann.send({ type: 'message', room, to: id, data: 'before' });
    // The store answers in turn: whatever it was asked on account of that message has been done once this is answered.
    await using eve = await TestClient.join(node, freshRoom());
    answer();
    await eve.settle();
    await bob.next('joined');
    ann.send({ type: 'message', room, to: id, data: 'after' });
    expect((await bob.next('message')).data).toBe('before');
    expect((await bob.next('message')).data).toBe('after');
    expect(await ann.settle()).toEqual([]);
  },
);
