import { nodesKey } from '@parley/signaling/redis/redis-keys';
import { describe, expect, it } from 'vitest';
import { startConversation } from '../support/conversation.ts';
import { startReadyNode } from '../support/node-fixture.ts';
import { poll } from '../support/poll.ts';
import { ask } from '../support/redis-admin.ts';
import { redisHost } from '../support/redis-host.ts';
import { has } from '../support/requirements.ts';
import { TestClient, freshRoom } from '../support/test-client.ts';

const LEASE_MS = 1_000;
const env = { NODE_LEASE_MS: String(LEASE_MS), RESUME_WINDOW_MS: '3000' };

async function startRedis() {
  const host = await redisHost(1);
  const server = host.server(0, { args: ['--maxmemory', '8mb', '--maxmemory-policy', 'noeviction'] });
  await server.start();
  return {
    url: server.url,
    /** Goes over the limit by so much that no small saving makes room again. */
    async fill() {
      for (const key of ['filler-1', 'filler-2']) {
        // Redis makes the bytes itself; sent, they would count twice.
        await ask(server.url, (client) => client.setrange(key, 5_000_000, 'x'));
      }
      await expect(ask(server.url, (client) => client.set('more', 'x'))).rejects.toThrow('OOM');
    },
    async empty() {
      await ask(server.url, (client) => client.del('filler-1', 'filler-2'));
    },
    leaseOf: async (prefix: string, node: string) =>
      Number(await ask(server.url, (client) => client.zscore(nodesKey(prefix), node))),
    [Symbol.asyncDispose]: () => host[Symbol.asyncDispose](),
  };
}

async function refusedJoin(node: Parameters<typeof TestClient.connect>[0], room: string) {
  await using client = await TestClient.connect(node);
  client.send({ type: 'join', room, ref: 'j' });
  return await client.next('error');
}

describe.skipIf(!has.redisServer)('a Redis that is full', () => {
  it('lets nobody in, throws nobody out, and takes newcomers again once there is room', async () => {
    await using redis = await startRedis();
    await using there = await startConversation(redis.url, env);
    const { nodes, room, prefix } = there;
    await using eve = await there.meet();
    await redis.fill();
    for (const name of [room, freshRoom()]) {
      const { retryAfterMs, ...refusal } = await refusedJoin(nodes[0], name);
      expect(refusal).toMatchObject({ code: 'busy', room: name, ref: 'j' });
      expect(retryAfterMs).toBeGreaterThan(0);
    }
    await there.talk();
    await there.part(eve);

    const before = await Promise.all(nodes.map(({ id }) => redis.leaseOf(prefix, id)));
    await poll('the leases were renewed', async () => {
      const now = await Promise.all(nodes.map(({ id }) => redis.leaseOf(prefix, id)));
      return now.every((end, index) => end > (before[index] ?? 0) + 2 * LEASE_MS);
    });
    expect(there.undisturbed).toBe(true);

    await redis.empty();
    await using fay = await there.meet();
    await there.part(fay);
  });

  it('gives a session back its place on any node, and tells who wrote to it meanwhile', async () => {
    await using redis = await startRedis();
    await using there = await startConversation(redis.url, env);
    const { ann, bob, room, prefix } = there;
    await using third = await startReadyNode({ env, redis: { url: redis.url, prefix } });
    await redis.fill();
    await bob.cut();
    await poll('bob is detached', async () => {
      ann.send({ type: 'message', room, to: bob.joined.id, data: 'kept nowhere', ref: 'm' });
      await ann.settle();
      return ann.frames.some((frame) => frame.includes('undeliverable'));
    });
    expect(await ann.next('error')).toMatchObject({ code: 'undeliverable', to: bob.joined.id, ref: 'm' });
    await using again = await TestClient.connect(third);
    again.send({ type: 'resume', room, id: bob.joined.id, token: bob.joined.token });
    expect(await again.next('resumed')).toMatchObject({ id: bob.joined.id, node: third.id });
    again.send({ type: 'message', room, to: ann.joined.id, data: 'back' });
    expect((await ann.next('message')).data).toBe('back');
    expect((await ann.settle()).filter(({ type }) => type === 'bye')).toEqual([]);
  });

  it('does not keep those from being missed who stay away, or were on a node that died', async () => {
    await using redis = await startRedis();
    await using there = await startConversation(redis.url, env);
    const { ann, room, nodes } = there;
    const { registry, membership } = nodes[0].store;
    const { term } = await registry.renew('gone', 3_600_000);
    await registry.enter('gone', room);
    await membership.join(room, { id: 'ghost', node: 'gone', term, tokenHash: 'x' }, 6, 60_000);
    const eve = await there.meet();
    await redis.fill();
    await eve.cut();
    expect(await ann.next('bye')).toMatchObject({ id: eve.joined.id, reason: 'lost' });
    await registry.renew('gone', 1); // as if it had died
    expect(await ann.next('bye')).toMatchObject({ id: 'ghost', reason: 'lost' });
    expect(there.undisturbed).toBe(true);
  });
});
