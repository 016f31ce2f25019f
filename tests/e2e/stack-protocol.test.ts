import { describe } from 'vitest';
import { protocolSuite } from '../protocol/protocol-suite.ts';
import { has } from '../support/requirements.ts';
import { stack } from '../support/stack.ts';

describe.skipIf(!has.docker)('two nodes behind nginx', () => {
  protocolSuite('the whole stack', () => stack);
});
