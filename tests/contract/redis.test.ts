import { describe, expect, inject } from 'vitest';
import { has } from '../support/requirements.ts';
import { redisCluster } from '../support/stores.ts';
import { comebackContract } from './comeback-contract.ts';
import { membershipContract } from './membership-contract.ts';
import { registryContract } from './registry-contract.ts';
import { lossContract } from './loss-contract.ts';
import { relayContract } from './relay-contract.ts';

describe.skipIf(!has.redis)('over a real Redis', () => {
  const newCluster = () => redisCluster(inject('redisUrl') ?? expect.fail('no Redis was started'));
  membershipContract('Redis', newCluster);
  comebackContract('Redis', newCluster);
  lossContract('Redis', newCluster);
  registryContract('Redis', newCluster);
  relayContract('Redis', newCluster);
});
