import { dueKey, membersKey, nodeChannel, nodesKey } from '@parley/signaling/redis/redis-keys';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startConversation } from '../support/conversation.ts';
import { startReadyNode } from '../support/node-fixture.ts';
import { poll } from '../support/poll.ts';
import { ask } from '../support/redis-admin.ts';
import { startCluster } from '../support/redis-cluster.ts';
import type { TestCluster } from '../support/redis-cluster.ts';
import type { RedisServer } from '../support/redis-host.ts';
import { has } from '../support/requirements.ts';
import { tcpProxy } from '../support/tcp-proxy.ts';
import { TestClient, freshRoom } from '../support/test-client.ts';

// A master is gone for seconds until its replica takes over; nobody may be given up meanwhile.
const env = { NODE_LEASE_MS: '30000' };

describe.skipIf(!has.redisServer)('two nodes over a Cluster', () => {
  let redis: TestCluster | undefined;
  beforeAll(async () => {
    redis = await startCluster();
  });
  afterAll(() => redis?.[Symbol.asyncDispose]());
  const started = () => redis ?? expect.fail('no Cluster was started');

  async function otherThan(owner: RedisServer): Promise<RedisServer> {
    return started().masters.find((master) => master !== owner) ?? expect.fail('there is one master only');
  }

  it('let peers of one room talk, while its slot is on the move and afterwards', async () => {
    const cluster = started();
    await using there = await startConversation(cluster.url, env);
    const slot = await cluster.slotOf(membersKey(there.prefix, there.room));
    const target = await otherThan(await cluster.ownerOf(slot));
    await cluster.beginMove(slot, target);
    await using eve = await there.meet();
    await cluster.move(slot, target);
    await there.part(eve);
    await using fay = await there.meet();
    await there.part(fay);
    await there.talk();
    expect(there.undisturbed).toBe(true);
  });

  it('hear each other again when the slot of a channel moved', async () => {
    const cluster = started();
    await using there = await startConversation(cluster.url, env);
    const channel = nodeChannel(there.prefix, there.nodes[1].id);
    const slot = await cluster.slotOf(channel);
    const target = await otherThan(await cluster.ownerOf(slot));
    await cluster.move(slot, target);
    await poll('the channel is heard in its new place', async () =>
      (await ask(target.url, (client) => client.pubsub('SHARDCHANNELS'))).includes(channel),
    );
    await there.untilReady();
    await there.talk();
    expect(there.undisturbed).toBe(true);
  });
});

describe.skipIf(!has.redisServer)('a node over a Cluster', () => {
  it('is not ready while a master answers and yet refuses every command', async () => {
    await using cluster = await startCluster();
    await using node = await startReadyNode({ redis: { url: cluster.url, prefix: 'test:' } });
    const [master] = cluster.masters;
    await ask(master?.url ?? '', (client) => client.cluster('DELSLOTS', 0));
    await poll('the node noticed', () => node.store.notReady() !== undefined);
    await ask(master?.url ?? '', (client) => client.cluster('ADDSLOTS', 0));
    await poll('the node is ready', () => node.store.notReady() === undefined);
  });

  it('comes back when all of the Cluster was gone', async () => {
    await using cluster = await startCluster();
    await using node = await startReadyNode({ redis: { url: cluster.url, prefix: 'test:' } });
    await Promise.all(cluster.masters.map((master) => master.kill()));
    await poll('the node noticed', () => node.store.notReady() !== undefined);
    await Promise.all(cluster.masters.map((master) => master.start()));
    await poll('the node is ready', () => node.store.notReady() === undefined);
    await using ann = await TestClient.join(node, freshRoom());
    expect(ann.joined.seq).toBe(1);
  });

  it('finds a Cluster that took the place of the one it knew, by the addresses it was given', async () => {
    await using former = await startCluster();
    await using next = await startCluster();
    const [here, there] = [former.masters[0], next.masters[0]];
    if (!here || !there) throw new Error('a Cluster has masters');
    await using proxy = await tcpProxy('127.0.0.1', here.port);
    await proxy.up();
    const address = `redis://127.0.0.1:${proxy.port}`;
    await using node = await startReadyNode({ redis: { url: `${address},${address}`, prefix: 'test:' } });
    proxy.aim(there.port);
    await Promise.all(former.masters.map((master) => master.kill()));
    await poll('the node is there', async () =>
      String(await ask(there.url, (client) => client.client('LIST'))).includes(`name=parley-${node.id}`),
    );
    await poll('the node is ready', () => node.store.notReady() === undefined);
    await using ann = await TestClient.join(node, freshRoom());
    expect(ann.joined.seq).toBe(1);
  });
});

describe.skipIf(!has.redisServer)('a quiet node over a Cluster with replicas', () => {
  it('finds the new master of slots that nothing is asked of', async () => {
    await using cluster = await startCluster({ replicas: true });
    const prefix = `test-${crypto.randomUUID()}:`;
    await using node = await startReadyNode({ redis: { url: cluster.url, prefix } });
    // What the node asks for by itself, without any client.
    const slots = await Promise.all([nodesKey(prefix), dueKey(prefix)].map((key) => cluster.slotOf(key)));
    const asked = await Promise.all(slots.map((slot) => cluster.ownerOf(slot)));
    const unasked = cluster.masters.find((master) => !asked.includes(master));
    await (unasked ?? expect.fail('every master is asked')).kill();
    await poll('the node noticed', () => node.store.notReady() !== undefined);
    await poll('the node is ready', () => node.store.notReady() === undefined, 30_000);
  }, 60_000);
});

describe.skipIf(!has.redisServer)('two nodes over a Cluster with replicas', () => {
  it.each(['the room', 'a node'])(
    'go on once a replica has taken over from the master of %s',
    async (whose) => {
      await using cluster = await startCluster({ replicas: true });
      await using there = await startConversation(cluster.url, env);
      const { prefix, room, nodes } = there;
      const key = whose === 'the room' ? membersKey(prefix, room) : nodeChannel(prefix, nodes[1].id);
      const owner = await cluster.ownerOf(await cluster.slotOf(key));
      await owner.kill();
      await there.untilAway();
      await there.untilReady();
      await there.talk();
      await using eve = await there.meet();
      await there.part(eve);
      expect(there.undisturbed).toBe(true);
    },
    60_000,
  );
});
