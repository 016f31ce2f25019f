import { describe, expect, it } from 'vitest';
import { startConversation } from '../support/conversation.ts';
import { startReadyNode } from '../support/node-fixture.ts';
import { poll } from '../support/poll.ts';
import { startCluster } from '../support/redis-cluster.ts';
import { redisHost } from '../support/redis-host.ts';
import { startSentinel } from '../support/redis-sentinel.ts';
import { has } from '../support/requirements.ts';
import { TestClient, freshRoom } from '../support/test-client.ts';

// Nobody may be given up while nothing can be renewed.
const env = { NODE_LEASE_MS: '30000' };

describe.skipIf(!has.redisServer)('a Redis that is frozen', () => {
  it('makes the node not ready though its connections are open, and ready once it thaws', async () => {
    await using host = await redisHost(1);
    const server = host.server(0);
    await server.start();
    await using there = await startConversation(server.url, env);
    const [node] = there.nodes;
    await using eve = await there.meet();
    await server.signal('SIGSTOP');
    await poll('the node says so', async () => (await fetch(`${node.http}/readyz`)).status === 503);
    const answer = await fetch(`${node.http}/readyz`);
    expect(await answer.json()).toMatchObject({ reason: expect.stringContaining('REDIS_URL') });
    expect((await fetch(`${node.http}/healthz`)).status).toBe(200);
    expect(node.log.some((line) => line.includes('redis cannot be reached'))).toBe(true);

    eve.send({ type: 'message', room: there.room, to: there.ann.joined.id, data: 'same node' });
    expect((await there.ann.next('message')).data).toBe('same node');
    await using late = await TestClient.connect(node);
    late.send({ type: 'join', room: freshRoom() });
    expect((await late.next('error')).code).toBe('unavailable');

    await server.signal('SIGCONT');
    await there.untilReady();
    await there.talk();
    await there.part(eve);
    expect(there.undisturbed).toBe(true);
  });

  it.each(['the node it is on', 'another node'])(
    'leaves no ghost of a peer whose client gave up coming back meanwhile, on %s',
    async (where) => {
      await using host = await redisHost(1);
      const server = host.server(0);
      await server.start();
      const redis = { url: server.url, prefix: `test-${crypto.randomUUID()}:` };
      const short = { NODE_LEASE_MS: '1000', RESUME_WINDOW_MS: '2000' };
      await using node = await startReadyNode({ env: short, redis });
      await using other = await startReadyNode({ env: short, redis });
      const room = freshRoom();
      await using ann = await TestClient.join(node, room);
      const bob = await TestClient.join(node, room);
      await ann.next('otherjoin');
      // Its lease is held for certain, so that the store is asked at once.
      const again = await TestClient.connect(where === 'another node' ? other : node, { room });
      await server.signal('SIGSTOP');
      const { id, token } = bob.joined;
      again.send({ type: 'resume', room, id, token });
      await bob.cut();
      expect(await again.next('error')).toMatchObject({ code: 'unavailable' });
      await again.close();
      // By now Redis carries out what it had been asked before.
      await server.signal('SIGCONT');
      expect(await ann.next('bye')).toMatchObject({ id, reason: 'lost' });
    },
  );

  it('is noticed by a node on which nobody says anything', async () => {
    await using host = await redisHost(1);
    const server = host.server(0);
    await server.start();
    const redis = { url: server.url, prefix: `test-${crypto.randomUUID()}:` };
    // Its lease alone would ask for the first time in half an hour.
    await using node = await startReadyNode({ env: { NODE_LEASE_MS: '5400000' }, redis });
    await server.signal('SIGSTOP');
    await poll('the node noticed', () => node.store.notReady() !== undefined);
    await server.signal('SIGCONT');
    await poll('the node is ready', () => node.store.notReady() === undefined);
  });
});

describe.skipIf(!has.redisServer)('a master that is frozen', () => {
  it('is left for the one that Sentinel puts in its place', async () => {
    await using redis = await startSentinel();
    await using there = await startConversation(redis.url, env);
    await redis.master.signal('SIGSTOP');
    await there.untilAway();
    await there.untilReady();
    await there.talk();
    const eve = await there.meet();
    await redis.master.signal('SIGCONT'); // and is told that it is a replica now
    await there.part(eve);
    expect(there.undisturbed).toBe(true);
  }, 60_000);

  it('is left for its replica in a Cluster', async () => {
    await using cluster = await startCluster({ replicas: true });
    await using there = await startConversation(cluster.url, env);
    const owner = cluster.masters[0] ?? expect.fail('no master');
    await owner.signal('SIGSTOP');
    await there.untilAway();
    await there.untilReady();
    await there.talk();
    const eve = await there.meet();
    await owner.signal('SIGCONT'); // and learns that it is a replica now
    await there.part(eve);
    expect(there.undisturbed).toBe(true);
  }, 60_000);
});
