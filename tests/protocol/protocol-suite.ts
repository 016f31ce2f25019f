import { describe, it } from 'vitest';
import { NotTried } from './check.ts';
import type { ProtocolTarget } from './check.ts';
import { CHECKS } from './checks.ts';
import { ourOwnTests } from './our-own.ts';

/**
 * What docs/protocol/README.md promises, tried from outside: it knows nothing but an address, and expects default
 * settings. The same suite runs against one process and against the whole stack through nginx; the conformance kit runs
 * the same checks against any server.
 * @param untried rules that this target gives no occasion to try; of any other that would be a failure.
 */
export function protocolSuite(
  name: string,
  target: () => ProtocolTarget,
  untried: readonly string[] = [],
): void {
  describe(`the protocol, spoken to ${name}`, () => {
    for (const [chapter, checks] of Object.entries(CHECKS)) {
      describe(`in ${chapter}`, () => {
        for (const { rule, name: title, run } of checks) {
          it(`${rule}: ${title}`, async () => {
            try {
              await run(target());
            } catch (error) {
              if (!(error instanceof NotTried && untried.includes(rule))) throw error;
            }
          });
        }
      });
    }
    describe('our own', () => ourOwnTests(target));
  });
}
