import { readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { canRunRedis } from '../support/requirements.ts';
import { runKept, runSeed } from './model.ts';

// An empty variable is one that `make chaos` was not given.
const { CHAOS_MINUTES, CHAOS_SEED, CHAOS_AT, CHAOS_PLAN, CHAOS_SHRINK, CHAOS_TOLERATE } = process.env;
const minutes = Number(CHAOS_MINUTES || 2);
/**
 * How many plans may break a promise before that counts: none in a hunt. Where a whole change is judged, three or more
 * faults within a second, of which the nodes do not get over all (docs/faults.md), must not decide; a guard that is
 * gone breaks most plans.
 */
const tolerated = Number(CHAOS_TOLERATE || 0);

/** Each breaks a promise every time where the guard is gone that its file is named after, and none while that stands. */
const PLANS = new URL('plans/', import.meta.url);
const keptPlans = CHAOS_PLAN || CHAOS_SEED ? [] : await readdir(PLANS);

describe.skipIf(!canRunRedis)('rooms on real nodes over a real Redis, all of it harmed at random', () => {
  it('keep every promise of the protocol', async () => {
    const failures = CHAOS_PLAN ? [await runKept(CHAOS_PLAN)] : seeds();
    for await (const failure of failures) if (failure !== undefined) expect.fail(failure);
  });

  it.for(keptPlans)('keep them in the plan %s too', async (file) => {
    expect(await runKept(fileURLToPath(new URL(file, PLANS)))).toBeUndefined();
  });
});

/** What is broken beyond what is tolerated: by one seed, or by new ones until the time is over. */
async function* seeds(): AsyncIterable<string | undefined> {
  const until = performance.now() + minutes * 60_000;
  const shrink = CHAOS_SHRINK !== '0' && !CHAOS_AT;
  let broken = 0;
  for (let runs = 1; ; runs += 1) {
    const seed = CHAOS_SEED ? Number(CHAOS_SEED) : Math.floor(Math.random() * 2 ** 31);
    const { failure, summary } = await runSeed({ seed, path: CHAOS_AT || undefined, shrink });
    process.stdout.write(`chaos: seed ${seed}: ${summary}\n`);
    if (failure !== undefined) {
      broken += 1;
      if (broken > tolerated) yield failure;
      process.stdout.write(`chaos: broken, the ${broken}. of ${tolerated} that are tolerated:\n${failure}\n`);
    }
    if (!CHAOS_SEED && performance.now() < until) continue;
    process.stdout.write(`chaos: ${runs} runs, ${broken} of them broke a promise\n`);
    return;
  }
}
