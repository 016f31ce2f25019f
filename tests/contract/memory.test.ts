import { memoryCluster } from '../support/stores.ts';
import { membershipContract } from './membership-contract.ts';
import { relayContract } from './relay-contract.ts';

membershipContract('memory', memoryCluster);
relayContract('memory', memoryCluster);
