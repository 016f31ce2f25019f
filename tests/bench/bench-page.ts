import { CASES } from './cases.ts';
import { figureOf, short, written } from './figures.ts';
import type { Figure } from './figures.ts';
import { GOALS, UNITS } from './goals.ts';
import type { Goal } from './goals.ts';
import { MOST_FOREIGN, MOST_UTILISATION } from './measure.ts';
import type { Sample } from './measure.ts';

const BEGIN = '<!-- measured: make bench writes what stands between these marks -->';
const END = '<!-- /measured -->';

/** Samples by the key of their case. */
export type Samples = ReadonlyMap<string, readonly Sample[]>;

/** The page with its measured part replaced. Throws where the page has no marks. */
export function withMeasured(page: string, measured: string): string {
  const begin = page.indexOf(BEGIN);
  const end = page.indexOf(END);
  if (begin === -1 || end < begin) throw new Error('the page has lost its marks');
  return `${page.slice(0, begin + BEGIN.length)}\n\n${measured}\n\n${page.slice(end)}`;
}

/** The measured part: the conditions, the goals, and what all of it was made from. */
export function describe(conditions: readonly string[], samples: Samples): string {
  const conditionList = conditions.map((line) => `- ${line}`).join('\n');
  const goals = table(['work', 'ours', 'beside', 'theirs', 'ratio', 'goal', ''], goalRows(samples));
  const cases = table(
    [
      'case',
      'who',
      'nodes',
      'us a message',
      'messages/s',
      'Redis, us',
      'p50, us',
      'p99, us',
      'connect, us',
      'KB',
      'servers',
      'generator',
      'runs',
    ],
    CASES.filter(({ key }) => samples.has(key)).map(({ key, who, nodes }) => {
      const all = samples.get(key) ?? [];
      const own = valid(all);
      const cell = (column: keyof Sample) => {
        const value = figureOf(own.flatMap((sample) => sample[column] ?? []));
        return value ? written(value) : '';
      };
      const runs =
        own.length === all.length ? String(all.length) : `${own.length}, ${all.length - own.length} void`;
      const busy = figureOf(own.map((sample) => sample.busy));
      const busiest = short(Math.max(...all.map(({ utilisation }) => utilisation)));
      return [
        key,
        who,
        String(nodes),
        cell('message'),
        cell('perSecond'),
        cell('redisMessage'),
        cell('p50'),
        cell('p99'),
        cell('connect'),
        key.startsWith('idle/') ? cell('memory') : '',
        busy ? short(busy.median) : '',
        busiest,
        runs,
      ];
    }),
  );
  return [conditionList, goals, cases].join('\n\n');
}

/** The goals, one row for each rival: what is missed says so, ours or theirs. */
export function goalRows(samples: Samples): string[][] {
  return GOALS.flatMap((goal) =>
    goal.ratio === 'itself' ? [itselfRow(goal, samples)] : besideRows(goal, samples),
  );
}

function besideRows(goal: Goal, samples: Samples): string[][] {
  const ours = figure(goal, goal.ours, samples);
  return goal.against.flatMap((key) => {
    const theirs = figure(goal, key, samples);
    if (!ours || !theirs) return [];
    const isCheaper = goal.ratio === 'theirs/ours';
    const ratio = isCheaper ? theirs.median / ours.median : ours.median / theirs.median;
    const isMet = isCheaper ? ratio >= goal.limit : ratio <= goal.limit;
    const verdict = verdictOf(isMet, [goal.ours, key], samples);
    const limit = `${isCheaper ? '≥' : '≤'} ${goal.limit}`;
    const who = CASES.find((candidate) => candidate.key === key);
    const beside = who ? `${who.who}${who.nodes > 1 ? `, ${who.nodes} nodes` : ''}` : key;
    const unit = UNITS[goal.figure];
    return [
      [
        goal.work,
        `${written(ours)} ${unit}`,
        beside,
        `${written(theirs)} ${unit}`,
        short(ratio),
        limit,
        verdict,
      ],
    ];
  });
}

function itselfRow(goal: Goal, samples: Samples): string[] {
  const ours = figure(goal, goal.ours, samples);
  const unit = UNITS[goal.figure];
  if (!ours) return [goal.work, 'not measured', '', '', '', `≤ ${goal.limit} ${unit}`, ''];
  return [
    goal.work,
    `${written(ours)} ${unit}`,
    '',
    '',
    '',
    `≤ ${goal.limit} ${unit}`,
    verdictOf(ours.median <= goal.limit, [goal.ours], samples),
  ];
}

function verdictOf(isMet: boolean, keys: readonly string[], samples: Samples): string {
  const verdict = isMet ? 'met' : '**missed**';
  return keys.some((key) => isDisturbed(samples.get(key) ?? [])) ? `${verdict}, disturbed` : verdict;
}

function figure(goal: Goal, key: string, samples: Samples): Figure | undefined {
  return figureOf(valid(samples.get(key) ?? []).flatMap((sample) => sample[goal.figure] ?? []));
}

/**
 * A run in which the generator was busy says what the generator does; one in which others were busy counts only where
 * there is no better one.
 */
function valid(samples: readonly Sample[]): readonly Sample[] {
  const own = samples.filter(({ utilisation }) => utilisation <= MOST_UTILISATION);
  const quiet = own.filter(({ foreign }) => foreign <= MOST_FOREIGN);
  return quiet.length > 0 ? quiet : own;
}

function isDisturbed(samples: readonly Sample[]): boolean {
  return valid(samples).some(({ foreign }) => foreign > MOST_FOREIGN);
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const rule = head.map((_, index) => (index === 0 ? '---' : '--:'));
  return [line(head), line(rule), ...rows.map(line)].join('\n');
}
