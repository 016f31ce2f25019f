import { describe, expect, it } from 'vitest';
import { canRunRedis } from '../support/requirements.ts';
import { runKept, runSeed } from './model.ts';

// An empty variable is one that `make chaos` was not given.
const { CHAOS_MINUTES, CHAOS_SEED, CHAOS_AT, CHAOS_PLAN, CHAOS_SHRINK, CHAOS_AGAIN } = process.env;
const minutes = Number(CHAOS_MINUTES || 2);
/**
 * How often a plan that broke a promise is run again before that counts: 0 for a hunt, where each break is one. Where a
 * whole change is judged, a race of several faults that comes now and then must not decide; what comes back each time does.
 */
const again = Number(CHAOS_AGAIN || 0);
/** More breaks than this in one run count, whether they come back or not. */
const MOST_ONCE = 2;

describe.skipIf(!canRunRedis)('rooms on real nodes over a real Redis, all of it harmed at random', () => {
  it('keep every promise of the protocol', async () => {
    const failures = CHAOS_PLAN ? [await runKept(CHAOS_PLAN)] : seeds();
    for await (const failure of failures) if (failure !== undefined) expect.fail(failure);
  });
});

/** What each seed breaks: one seed, or new ones until the time is over. */
async function* seeds(): AsyncIterable<string | undefined> {
  const until = performance.now() + minutes * 60_000;
  const shrink = CHAOS_SHRINK !== '0' && !CHAOS_AT;
  let once = 0;
  for (let runs = 1; ; runs += 1) {
    const seed = CHAOS_SEED ? Number(CHAOS_SEED) : Math.floor(Math.random() * 2 ** 31);
    const { failure, summary } = await runSeed({ seed, path: CHAOS_AT || undefined, shrink });
    process.stdout.write(`chaos: seed ${seed}: ${summary}\n`);
    if (failure !== undefined) {
      once += 1;
      if (once > MOST_ONCE || (await comesBack(seed))) yield failure;
      process.stdout.write(`chaos: not seen each time in ${again} more runs of the plan:\n${failure}\n`);
    }
    if (!CHAOS_SEED && performance.now() < until) continue;
    process.stdout.write(`chaos: ${runs} runs, ${once} of them broke a promise once\n`);
    return;
  }
}

/** Whether the plan of a seed that broke a promise breaks one each time that it is run again. */
async function comesBack(seed: number): Promise<boolean> {
  for (let run = 0; run < again; run += 1) {
    if ((await runKept(`test-results/chaos/${seed}.plan.json`)) === undefined) return false;
  }
  return true;
}
