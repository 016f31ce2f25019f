import { afterAll, beforeAll, describe, expect } from 'vitest';
import { startSentinel } from '../support/redis-sentinel.ts';
import type { TestSentinel } from '../support/redis-sentinel.ts';
import { has } from '../support/requirements.ts';
import { redisCluster } from '../support/stores.ts';
import { comebackContract } from './comeback-contract.ts';
import { lossContract } from './loss-contract.ts';
import { membershipContract } from './membership-contract.ts';
import { registryContract } from './registry-contract.ts';
import { relayContract } from './relay-contract.ts';

describe.skipIf(!has.redisServer)('over a real Redis behind Sentinel', () => {
  let redis: TestSentinel | undefined;
  beforeAll(async () => {
    redis = await startSentinel();
  });
  afterAll(() => redis?.[Symbol.asyncDispose]());

  const newCluster = () => redisCluster(redis?.url ?? expect.fail('no Sentinel was started'));
  membershipContract('Sentinel', newCluster);
  comebackContract('Sentinel', newCluster);
  lossContract('Sentinel', newCluster);
  registryContract('Sentinel', newCluster);
  relayContract('Sentinel', newCluster);
});
