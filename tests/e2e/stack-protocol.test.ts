import { describe } from 'vitest';
import { protocolSuite } from '../protocol/protocol-suite.ts';
import { has } from '../support/requirements.ts';
import { stack } from '../support/stack.ts';

describe.skipIf(!has.docker)('two nodes behind nginx', () => {
  // nginx keeps the nodes' readiness to itself.
  protocolSuite('the whole stack', () => stack, ['P-55']);
});
