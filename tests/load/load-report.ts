import type { LoadOutcome } from './load-run.ts';
import type { Times } from './times.ts';

/** Above these the generator may be what was measured. */
const MOST_UTILISATION = 0.9;
const MOST_LATE_MS = 50;
const LEAST_OF_RATE = 0.95;
const BARS = '▁▂▃▄▅▆▇█';

export type Verdict = 'success' | 'failure' | 'generator was the limit';

/** What to call a run: a generator that could not keep up proves nothing, for better or worse. */
export function verdictOf(outcome: LoadOutcome): Verdict {
  const { utilisation, lateMs, sent, due, failures, messages, brokenOff } = outcome;
  if (utilisation > MOST_UTILISATION || lateMs > MOST_LATE_MS || sent < due * LEAST_OF_RATE)
    return 'generator was the limit';
  const isWhole = failures.size === 0 && sent > 0 && messages.count === sent;
  return isWhole || (brokenOff && failures.size === 0 && messages.count === sent) ? 'success' : 'failure';
}

/** The table, the plot, and what to think of it. */
export function report(outcome: LoadOutcome): string {
  const { connects, joins, messages, sent, seconds, failures, utilisation, lateMs, brokenOff } = outcome;
  const lines = [
    row(['', 'count', 'p50', 'p90', 'p99', 'max']),
    timesRow('connect', connects),
    timesRow('join', joins),
    timesRow('message', messages),
    '',
    `sent ${sent}, heard ${messages.count}, lost ${sent - messages.count}`,
    ...[...failures].map(([what, count]) => `failed ${count} times: ${what}`),
    `generator: ${(utilisation * 100).toFixed(0)} % of a core, ${lateMs.toFixed(0)} ms late (p99)`,
  ];
  if (seconds.length > 1) {
    lines.push(
      '',
      plot(
        'p50',
        seconds.map(({ p50 }) => p50),
      ),
      plot(
        'p99',
        seconds.map(({ p99 }) => p99),
      ),
    );
  }
  lines.push('', `${brokenOff ? 'broken off; ' : ''}${verdictOf(outcome)}`);
  return lines.join('\n');
}

/** One character for each value, or for the worst of several where there are more than fit. */
export function plot(name: string, values: readonly number[], width = 60): string {
  const group = Math.ceil(values.length / width);
  const worst = [];
  for (let at = 0; at < values.length; at += group) {
    worst.push(Math.max(...values.slice(at, at + group).map((value) => (Number.isNaN(value) ? 0 : value))));
  }
  const most = Math.max(...worst, Number.MIN_VALUE);
  const bars = worst.map(
    (value) => BARS[Math.min(BARS.length - 1, Math.floor((value / most) * BARS.length))],
  );
  return `${name}  ${bars.join('')}  up to ${most.toFixed(1)} ms`;
}

function timesRow(name: string, times: Times): string {
  const figures = [times.at(0.5), times.at(0.9), times.at(0.99), times.count > 0 ? times.most : Number.NaN];
  return row([
    name,
    String(times.count),
    ...figures.map((ms) => (Number.isNaN(ms) ? '-' : `${ms.toFixed(1)} ms`)),
  ]);
}

function row([name = '', ...cells]: readonly string[]): string {
  return `${name.padEnd(8)}${cells.map((cell) => cell.padStart(11)).join('')}`;
}
