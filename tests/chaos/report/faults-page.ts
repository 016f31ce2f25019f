import { summarise } from './statistics.ts';
import { tally } from './measurement.ts';
import type { Measurement, Tally } from './measurement.ts';
import type { Goal } from './scenario.ts';

const BEGIN = '<!-- measured: make chaos-report writes what stands between these marks -->';
const END = '<!-- /measured -->';

const COLUMNS: readonly (readonly [string, keyof Tally])[] = [
  ['sent', 'sent'],
  ['delivered', 'delivered'],
  ['told undeliverable', 'told'],
  ['sender or peer went', 'gone'],
  ['in flight', 'inFlight'],
  ['lost in silence', 'lost'],
  ['duplicated', 'repeated'],
  ['reordered', 'reordered'],
  ['ghosts', 'ghosts'],
  ['kicked', 'kicked'],
  ['other promises broken', 'other'],
];

/** The page with its measured part replaced. Throws where the page has no marks. */
export function withMeasured(page: string, measured: string): string {
  const begin = page.indexOf(BEGIN);
  const end = page.indexOf(END);
  if (begin === -1 || end < begin) throw new Error('the page has lost its marks');
  return `${page.slice(0, begin + BEGIN.length)}\n\n${measured}\n\n${page.slice(end)}`;
}

/** The measured part: the conditions, then both tables. */
export function describe(conditions: readonly string[], measurements: readonly Measurement[]): string {
  const conditionList = conditions.map((line) => `- ${line}`).join('\n');
  const times = table(
    ['fault', 'until', 'runs', 'median', 'p99', 'worst'],
    measurements.flatMap((measurement) => measurement.goals.map((goal) => timesRow(measurement, goal))),
  );
  const messages = table(['fault', ...COLUMNS.map(([title]) => title)], measurements.map(messagesRow));
  return [conditionList, times, messages].join('\n\n');
}

function timesRow({ title, lanes }: Measurement, goal: Goal): string[] {
  const times = lanes
    .flatMap(({ runs }) => runs.map((run) => run.times[goal]))
    .filter((time) => time !== undefined);
  const summary = summarise(times);
  if (!summary) return [title, goal, '0', 'never', 'never', 'never'];
  const { runs, median, p99, worst } = summary;
  return [title, goal, String(runs), ...[median, p99, worst].map((time) => `${time} ms`)];
}

function messagesRow(measurement: Measurement): string[] {
  const counts = tally(measurement);
  return [measurement.title, ...COLUMNS.map(([, column]) => String(counts[column]))];
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const rule = head.map((_, index) => (index === 0 ? '---' : '--:'));
  return [line(head), line(rule), ...rows.map(line)].join('\n');
}
