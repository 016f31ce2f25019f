import { defaultServerConditions } from 'vite';
import { defineConfig } from 'vitest/config';

// Workspace packages are taken from their sources, so that a test never runs against an old build.
// What a package has for bundlers (`module`) Node itself would not take, nor could it.
const ofNode = defaultServerConditions.filter((condition) => condition !== 'module');
const conditions = ['parley:source', ...ofNode];
const resolve = { conditions };
const ssr = { resolve: { conditions } };

export default defineConfig({
  test: {
    // In all: taking the stack down takes some ten seconds.
    teardownTimeout: 60_000,
    reporters: ['default', './tests/support/skip-reporter.ts'],
    projects: [
      {
        resolve,
        ssr,
        test: {
          name: 'unit',
          include: [
            'packages/*/src/**/*.test.ts',
            'services/*/src/**/*.test.ts',
            'tests/chaos/{checks,history,report}/**/*.test.ts',
            'tests/{documents,observability}/**/*.test.ts',
            'tests/{load,bench}/**/*.test.ts',
          ],
          sequence: { groupOrder: 1 },
        },
      },
      {
        resolve,
        ssr,
        test: {
          name: 'integration',
          include: ['tests/{contract,integration,protocol,conformance,fuzz}/**/*.test.ts'],
          globalSetup: ['tests/support/global-redis.ts'],
          testTimeout: 30_000,
          hookTimeout: 240_000,
          sequence: { groupOrder: 2 },
        },
      },
      {
        resolve,
        ssr,
        test: {
          name: 'chaos',
          include: ['tests/chaos/model.test.ts'],
          // As long as CHAOS_MINUTES says, and the time to find a smaller plan that fails.
          testTimeout: Number(process.env['CHAOS_MINUTES'] ?? 2) * 60_000 + 300_000,
          sequence: { groupOrder: 3 },
        },
      },
      {
        resolve,
        ssr,
        test: {
          name: 'client',
          include: ['tests/client/**/*.test.ts'],
          // One browser at a time, as for e2e.
          fileParallelism: false,
          testTimeout: 90_000,
          hookTimeout: 60_000,
          sequence: { groupOrder: 4 },
        },
      },
      {
        resolve,
        ssr,
        test: {
          name: 'e2e',
          include: ['tests/e2e/**/*.test.ts'],
          // A page on a busy machine takes its time.
          expect: { poll: { timeout: 15_000 } },
          globalSetup: ['tests/support/global-stack.ts'],
          // One browser and one stack at a time: two cores encode video for all of them.
          fileParallelism: false,
          testTimeout: 90_000,
          hookTimeout: 600_000,
          sequence: { groupOrder: 5 },
        },
      },
    ],
  },
});
