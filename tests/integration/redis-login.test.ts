import { describe, expect, it } from 'vitest';
import { startNode, startReadyNode } from '../support/node-fixture.ts';
import { poll } from '../support/poll.ts';
import { ask } from '../support/redis-admin.ts';
import { startCluster } from '../support/redis-cluster.ts';
import { redisHost } from '../support/redis-host.ts';
import type { RedisServer } from '../support/redis-host.ts';
import { startSentinel } from '../support/redis-sentinel.ts';
import { has } from '../support/requirements.ts';
import { TestClient, freshRoom } from '../support/test-client.ts';

const PASSWORD = 'open/sesame@1';
const WRITTEN = encodeURIComponent(PASSWORD);

async function lock(servers: readonly RedisServer[], password: string): Promise<void> {
  for (const { url } of servers) {
    await ask(url, (client) => client.acl('SETUSER', 'default', `>${password}`));
  }
}

/** A node gets in, and so does a client. */
async function getIn(url: string): Promise<void> {
  await using node = await startReadyNode({ redis: { url, prefix: `test-${crypto.randomUUID()}:` } });
  await using ann = await TestClient.join(node, freshRoom());
  expect(ann.joined.seq).toBe(1);
  expect(node.log.join('\n')).not.toMatch(/sesame/);
}

describe.skipIf(!has.redisServer)('a Redis that asks for a password', () => {
  it('lets a node in that has it, and the log of one that has another does not tell which', async () => {
    await using host = await redisHost(1);
    const server = host.server(0);
    await server.start();
    await lock([server], PASSWORD);
    await getIn(`redis://:${WRITTEN}@127.0.0.1:${server.port}`);
    const url = `redis://:close-sesame@127.0.0.1:${server.port}`;
    await using node = await startNode({ redis: { url, prefix: 'test:' } });
    await poll('the log tells why', () => node.log.some((line) => line.includes('WRONGPASS')));
    expect(node.log.join('\n')).not.toMatch(/sesame/);
  });

  it('lets a node into a Cluster', async () => {
    await using cluster = await startCluster();
    await lock(cluster.masters, PASSWORD);
    await getIn(cluster.url.replace('redis://', `redis://:${WRITTEN}@`));
  });

  it('may stand behind a Sentinel that asks for another', async () => {
    await using redis = await startSentinel();
    await lock([redis.master], PASSWORD);
    await lock(redis.sentinels, 'sesame&2');
    const url = redis.url.replace('redis+sentinel://', `redis+sentinel://:${WRITTEN}@`);
    await getIn(`${url}?sentinel_password=${encodeURIComponent('sesame&2')}`);
  });
});
