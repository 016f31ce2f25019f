import { defaultReportMessage } from 'fast-check';
import type { Parameters } from 'fast-check';
import { expect } from 'vitest';

/** How long each of these tests looks for what breaks; `make fuzz MINUTES=60` shares an hour between them. */
const TESTS = 5;
const SECONDS_IN_CI = 3;
const minutes = Number(process.env['FUZZ_MINUTES'] || 0);

export const BUDGET_MS = minutes > 0 ? (minutes * 60_000) / TESTS : SECONDS_IN_CI * 1_000;

/** For vitest, with time to shrink what was found. */
export const TIMEOUT_MS = BUDGET_MS + 120_000;

/**
 * As many runs as there is time for, and `make fuzz` tells how many that were. A failure tells its seed and path, by
 * which fast-check finds it again.
 */
export function asLongAsThereIsTime<T>(): Parameters<T> {
  return {
    numRuns: Number.MAX_SAFE_INTEGER,
    interruptAfterTimeLimit: BUDGET_MS,
    markInterruptAsFailure: false,
    reporter: (details) => {
      if (minutes > 0)
        process.stdout.write(`fuzz: ${expect.getState().currentTestName}: ${details.numRuns} runs\n`);
      if (details.failed) throw new Error(defaultReportMessage(details), { cause: details.errorInstance });
    },
  };
}
