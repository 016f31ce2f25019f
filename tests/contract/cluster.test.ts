import { afterAll, beforeAll, describe, expect } from 'vitest';
import { startCluster } from '../support/redis-cluster.ts';
import type { TestCluster } from '../support/redis-cluster.ts';
import { has } from '../support/requirements.ts';
import { redisCluster } from '../support/stores.ts';
import { comebackContract } from './comeback-contract.ts';
import { lossContract } from './loss-contract.ts';
import { membershipContract } from './membership-contract.ts';
import { registryContract } from './registry-contract.ts';
import { relayContract } from './relay-contract.ts';

describe.skipIf(!has.redisServer)('over a real Redis Cluster', () => {
  let redis: TestCluster | undefined;
  beforeAll(async () => {
    redis = await startCluster();
  });
  afterAll(() => redis?.[Symbol.asyncDispose]());

  const newCluster = () => redisCluster(redis?.url ?? expect.fail('no Cluster was started'));
  membershipContract('a Cluster', newCluster);
  comebackContract('a Cluster', newCluster);
  lossContract('a Cluster', newCluster);
  registryContract('a Cluster', newCluster);
  relayContract('a Cluster', newCluster);
});
