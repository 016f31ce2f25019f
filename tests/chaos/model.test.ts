import { describe, expect, it } from 'vitest';
import { canRunRedis } from '../support/requirements.ts';
import { runSeed } from './model.ts';

const {
  CHAOS_MINUTES: minutes = '2',
  CHAOS_SEED: seed,
  CHAOS_AT: path,
  CHAOS_SHRINK: shrinking,
} = process.env;
const shrink = shrinking !== '0' && !path;

describe.skipIf(!canRunRedis)(
  'rooms on real nodes over a real Redis, while all of it is harmed at random',
  () => {
    it('keep every promise of the protocol', async () => {
      const until = performance.now() + Number(minutes) * 60_000;
      let runs = 0;
      do {
        const report = await runSeed({
          seed: seed ? Number(seed) : randomSeed(),
          path: path || undefined,
          shrink,
        });
        process.stdout.write(`chaos: seed ${report.seed}: ${report.summary}\n`);
        if (report.failure !== undefined) expect.fail(report.failure);
        runs += 1;
      } while (!seed && performance.now() < until);
      process.stdout.write(`chaos: ${runs} runs, every promise kept\n`);
    });
  },
);

function randomSeed(): number {
  return Math.floor(Math.random() * 2 ** 31);
}
