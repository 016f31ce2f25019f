import type { Reporter, TestCase, TestModule, TestRunEndReason } from 'vitest/node';
import { has, requirements } from './requirements.ts';
import type { Requirement } from './requirements.ts';

/**
 * Says in the last lines of a run what was skipped and how to get it; with REQUIRE_ALL=1 a skip is a failure, so that
 * nobody mistakes a run without a browser for a green one.
 */
export default class SkipReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], _errors: readonly unknown[], reason: TestRunEndReason): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const passed = tests.filter((test) => test.result().state === 'passed').length;
    const failed = tests.filter((test) => test.result().state === 'failed').length;
    // With a name filter the rest of a file counts as skipped too; that was asked for.
    const skipped = tests.filter((test) => test.result().state === 'skipped');
    if (skipped.length > 0) explain(skipped);
    // After the default reporter's own summary.
    process.once('exit', () =>
      process.stdout.write(`${passed} passed, ${failed} failed, ${skipped.length} skipped\n`),
    );
    if (skipped.length > 0 && reason === 'passed' && process.env['REQUIRE_ALL'] === '1') process.exitCode = 1;
  }
}

function explain(skipped: readonly TestCase[]): void {
  const files = [...new Set(skipped.map((test) => test.module.relativeModuleId))];
  const missing = (Object.keys(requirements) as Requirement[]).filter((name) => !has[name]);
  const lines = [
    '',
    `Skipped: ${skipped.length} tests in ${files.join(', ')}.`,
    ...missing.map((name) => `  To run them, get ${requirements[name]}`),
    ...(process.env['REQUIRE_ALL'] === '1' ? ['  REQUIRE_ALL=1: a skip is a failure.'] : []),
    '',
  ];
  process.once('exit', () => process.stdout.write(`${lines.join('\n')}\n`));
}
