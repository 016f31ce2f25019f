import { afterAll, beforeAll, describe, expect, inject } from 'vitest';
import { startEmbedded } from '../support/embedded-process.ts';
import type { EmbeddedProcess } from '../support/embedded-process.ts';
import { poll } from '../support/poll.ts';
import { startCluster } from '../support/redis-cluster.ts';
import { startSentinel } from '../support/redis-sentinel.ts';
import { has } from '../support/requirements.ts';
import { protocolSuite } from './protocol-suite.ts';

interface Redis extends AsyncDisposable {
  readonly url: string;
}

async function theOneOfThisRun(): Promise<Redis> {
  const url = inject('redisUrl') ?? expect.fail('no Redis was started');
  return { url, [Symbol.asyncDispose]: async () => {} };
}

/** The same suite, spoken to a node whose rooms are elsewhere. */
function overRedis(name: string, start: () => Promise<Redis>): void {
  let redis: Redis | undefined;
  let server: EmbeddedProcess | undefined;
  beforeAll(async () => {
    redis = await start();
    const node = await startEmbedded({ REDIS_URL: redis.url });
    server = node;
    await poll('the node is ready', async () => (await fetch(`${node.http}/readyz`)).ok);
  });
  afterAll(async () => {
    await server?.stop();
    await redis?.[Symbol.asyncDispose]();
  });
  protocolSuite(name, () => server ?? expect.fail('no node was started'));
}

describe.skipIf(!has.redis)('rooms in Redis', () => overRedis('a node over Redis', theOneOfThisRun));
describe.skipIf(!has.redisServer)('rooms in a Cluster', () =>
  overRedis('a node over a Cluster', startCluster),
);
describe.skipIf(!has.redisServer)('rooms behind Sentinel', () =>
  overRedis('a node behind Sentinel', startSentinel),
);
