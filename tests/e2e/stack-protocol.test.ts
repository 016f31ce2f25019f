import { describe, expect, it } from 'vitest';
import { runKit } from '../conformance/run-kit.ts';
import { protocolSuite } from '../protocol/protocol-suite.ts';
import { has } from '../support/requirements.ts';
import { stack } from '../support/stack.ts';

describe.skipIf(!has.docker)('two nodes behind nginx', () => {
  // nginx keeps the nodes' readiness to itself.
  protocolSuite('the whole stack', () => stack, ['P-55']);

  it('are found to conform, by whoever bears their certificate', async () => {
    const { code, output } = await runKit({ URL: stack.url, INSECURE: '1' });
    expect(output).toContain(', 0 fail, ');
    expect(code).toBe(0);
    const careful = await runKit({ URL: stack.url });
    expect(careful).toMatchObject({ code: 2, output: expect.stringContaining('certificate') });
  }, 120_000);
});
