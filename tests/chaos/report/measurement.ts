import type { Verdict } from '../checks/check-history.ts';
import type { Goal } from './scenario.ts';

/** One fault, and what came of it. */
export interface Run {
  /** In milliseconds; undefined where it never came true. */
  readonly times: Readonly<Partial<Record<Goal, number | undefined>>>;
  readonly ghosts: number;
  /** What else was not whole at the end. */
  readonly wrong: readonly string[];
}

/** Runs one after the other on the same nodes, with one history. */
export interface Lane {
  readonly runs: readonly Run[];
  readonly verdict: Verdict;
  readonly faults: readonly string[];
  readonly kicked: number;
}

export interface Measurement {
  readonly title: string;
  readonly file: string;
  readonly goals: readonly Goal[];
  readonly lanes: readonly Lane[];
}

/** What became of the messages of all runs. */
export interface Tally {
  readonly sent: number;
  readonly delivered: number;
  readonly told: number;
  /** Their sender or their peer went before they could arrive. */
  readonly gone: number;
  /** On their way to a socket in the moment when that ended without a word, or kept in a Redis that lost its memory. */
  readonly inFlight: number;
  readonly lost: number;
  readonly repeated: number;
  readonly reordered: number;
  readonly ghosts: number;
  readonly kicked: number;
  /** Promises broken beside those that have a column of their own. */
  readonly other: number;
  /** Goals that were never reached. */
  readonly missed: number;
}

const OWN_COLUMN = ['order', 'no silent loss'];

export function tally({ lanes, goals }: Measurement): Tally {
  const sum = (of: (lane: Lane) => number) => lanes.reduce((total, lane) => total + of(lane), 0);
  const fate = (name: keyof Verdict['fates']) => sum(({ verdict }) => verdict.fates[name]);
  const gone = fate('ended') + fate('unconfirmed') + fate('sender gone');
  const inFlight = fate('in flight') + fate('gone with redis');
  return {
    sent: fate('delivered') + fate('told') + gone + inFlight + fate('lost'),
    delivered: fate('delivered'),
    told: fate('told'),
    gone,
    inFlight,
    lost: fate('lost'),
    repeated: sum(({ verdict }) => verdict.repeated),
    reordered: sum(
      ({ verdict }) => verdict.violations.filter(({ invariant }) => invariant === 'order').length,
    ),
    ghosts: sum(({ runs }) => runs.reduce((total, run) => total + run.ghosts, 0)),
    kicked: sum(({ kicked }) => kicked),
    other: sum(
      ({ runs, verdict, faults }) =>
        runs.reduce((total, { wrong }) => total + wrong.length, 0) +
        faults.length +
        verdict.violations.filter(({ invariant }) => !OWN_COLUMN.includes(invariant)).length,
    ),
    missed: sum(({ runs }) =>
      runs.reduce((total, { times }) => total + goals.filter((goal) => times[goal] === undefined).length, 0),
    ),
  };
}

/** Whether everything is zero that has to be. */
export function isClean(measurement: Measurement): boolean {
  const { lost, reordered, ghosts, kicked, other, missed } = tally(measurement);
  return lost + reordered + ghosts + kicked + other + missed === 0;
}
