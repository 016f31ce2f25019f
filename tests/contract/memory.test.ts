import { memoryCluster } from '../support/stores.ts';
import { comebackContract } from './comeback-contract.ts';
import { membershipContract } from './membership-contract.ts';
import { registryContract } from './registry-contract.ts';
import { lossContract } from './loss-contract.ts';
import { relayContract } from './relay-contract.ts';

membershipContract('memory', memoryCluster);

comebackContract('memory', memoryCluster);
lossContract('memory', memoryCluster);
registryContract('memory', memoryCluster);
relayContract('memory', memoryCluster);
