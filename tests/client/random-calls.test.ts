// Two to four peers who come, go, change what they send, restart their paths all at once, lose their connection to the
// node, and the node itself, in any order. CLIENT_RUNS=200 for as many calls, CLIENT_SEED and CLIENT_PATH to see
// one again.
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CROWD_PAGE, installCrowd, look, misheard, unrest } from '../support/crowd.ts';
import { REFUSED_SOCKET } from '../support/browser.ts';
import { startEmbedded } from '../support/embedded-process.ts';
import type { EmbeddedProcess } from '../support/embedded-process.ts';
import { serveLibrary } from '../support/library-pages.ts';
import type { LibraryPages } from '../support/library-pages.ts';
import { poll } from '../support/poll.ts';
import { has } from '../support/requirements.ts';
import { reservePort } from '../support/reserve-port.ts';
import { freshRoom } from '../support/test-client.ts';

const RUNS = Number(process.env['CLIENT_RUNS'] ?? 5);
const SEED = process.env['CLIENT_SEED'];
const PATH = process.env['CLIENT_PATH'];
/** How long after the last thing that happened all may still be busy. */
const REST_WITHIN_MS = 10_000;
const NAMES = ['ann', 'bob', 'cleo', 'dan'] as const;

const name = fc.constantFrom(...NAMES);
const step = fc.record({
  act: fc.oneof(
    fc.record({ do: fc.constant('visit' as const), name }),
    fc.record({ do: fc.constant('cut' as const), name }),
    fc.record({
      do: fc.constant('track' as const),
      name,
      kind: fc.constantFrom('audio' as const, 'video' as const),
      on: fc.boolean(),
    }),
    fc.record({ do: fc.constant('restart' as const) }),
    // Not often: all is new after it, and little is left of what was there before.
    fc.record({ do: fc.constant('kill' as const), which: fc.nat(3) }),
  ),
  thenMs: fc.nat(250),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

describe.skipIf(!has.chromium)('a call in which anything may happen', () => {
  let library: LibraryPages;
  let node: EmbeddedProcess;
  let env: Record<string, string>;
  const restedAfter: number[] = [];

  beforeAll(async () => {
    env = { ALLOWED_ORIGINS: '*', MESSAGE_RATE: '1000', PORT: String(await reservePort()) };
    [library, node] = await Promise.all([serveLibrary(), startEmbedded(env)]);
  });
  afterAll(async () => {
    await Promise.all([library?.[Symbol.asyncDispose](), node?.[Symbol.asyncDispose]()]);
  });

  it(
    `ends with everybody connected to everybody and all said once and in order, ${RUNS} times`,
    { timeout: 60_000 + RUNS * 30_000 },
    async () => {
      const plans = fc.array(step, { minLength: 6, maxLength: 16 });
      const options = {
        numRuns: RUNS,
        endOnFailure: true,
        ...(SEED && { seed: Number(SEED) }),
        ...(PATH && { path: PATH }),
      };
      await fc.assert(
        fc.asyncProperty(plans, (plan) => play(plan)),
        options,
      );
      const sorted = restedAfter.toSorted((a, b) => a - b);
      // For whoever asks how long it takes.
      process.stdout.write(`rest after ${sorted.at(sorted.length >> 1)} ms, at most ${sorted.at(-1)} ms\n`);
    },
  );

  async function kill(which: number): Promise<void> {
    if (which > 0) return;
    await node.stop('SIGKILL');
    node = await startEmbedded(env);
  }

  async function play(plan: readonly Step[]): Promise<void> {
    const { page, lines } = await library.open(CROWD_PAGE);
    try {
      await page.evaluate(installCrowd, { url: node.url, room: freshRoom() });
      const here = new Set<string>(['ann', 'bob']);
      await Promise.all(['ann', 'bob'].map((each) => page.evaluate((who) => window.crowd.enter(who), each)));
      for (const { act, thenMs } of plan) {
        if (act.do === 'visit' && here.delete(act.name)) {
          await page.evaluate((who) => window.crowd.leave(who), act.name);
        } else if (act.do === 'visit') {
          here.add(act.name);
          await page.evaluate((who) => window.crowd.enter(who), act.name);
        } else if (act.do === 'cut') await page.evaluate((who) => window.crowd.cut(who), act.name);
        else if (act.do === 'kill') await kill(act.which);
        else if (act.do === 'restart') await page.evaluate(() => window.crowd.restart());
        else await page.evaluate((what) => window.crowd.track(what.name, what.kind, what.on), act);
        await page.evaluate(() => window.crowd.talk());
        await page.waitForTimeout(thenMs);
      }
      const quietAt = performance.now();
      let reasons: string[] = [];
      await poll(
        'all are at rest',
        async () => (reasons = unrest(await look(page))).length === 0,
        REST_WITHIN_MS,
      ).catch(() => expect.fail(`after ${REST_WITHIN_MS} ms: ${reasons.join('; ')}`));
      restedAfter.push(Math.round(performance.now() - quietAt));
      expect(
        [...misheard(await look(page)), ...lines.filter((line) => !REFUSED_SOCKET.test(line))].join('\n'),
      ).toBe('');
    } finally {
      await page.context().close();
    }
  }
});
