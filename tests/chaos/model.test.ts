import { describe, expect, it } from 'vitest';
import { canRunRedis } from '../support/requirements.ts';
import { runKept, runSeed } from './model.ts';

// An empty variable is one that `make chaos` was not given.
const { CHAOS_MINUTES, CHAOS_SEED, CHAOS_AT, CHAOS_PLAN, CHAOS_SHRINK } = process.env;
const minutes = Number(CHAOS_MINUTES || 2);

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
  for (let runs = 1; ; runs += 1) {
    const seed = CHAOS_SEED ? Number(CHAOS_SEED) : Math.floor(Math.random() * 2 ** 31);
    const { failure, summary } = await runSeed({ seed, path: CHAOS_AT || undefined, shrink });
    process.stdout.write(`chaos: seed ${seed}: ${summary}\n`);
    yield failure;
    if (!CHAOS_SEED && performance.now() < until) continue;
    process.stdout.write(`chaos: ${runs} runs, every promise kept\n`);
    return;
  }
}
