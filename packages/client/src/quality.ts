import type { Path, Sample } from './read-stats.ts';

export type QualityLevel = 'good' | 'fair' | 'bad' | 'lost';
export type QualityReason = 'loss' | 'round-trip' | 'bandwidth' | 'cpu' | 'path';

/** How good the connection to a peer is, and what it is that keeps it from being better. */
export interface Quality {
  level: QualityLevel;
  reason: QualityReason | undefined;
  path: Path | undefined;
}

export interface QualityState {
  readonly samples: readonly Sample[];
  readonly quality: Quality;
}

export const UNKNOWN_QUALITY: QualityState = {
  samples: [],
  quality: { level: 'good', reason: undefined, path: undefined },
};

/** How far back is looked, so that one bad second is not shown and one good one does not hide it. */
const WINDOW_MS = 30_000;
// From fair and from bad on. Loss and round trip as Daily's documentation has them; what bandwidth it takes depends on
// what we mean to send.
const LOSS = [0.05, 0.1] as const;
const ROUND_TRIP_MS = [300, 600] as const;
const BANDWIDTH_LACKING = [0.35, 0.65] as const;
// A browser feels its way up when it begins to send; that is no narrow way yet.
const FELT_AFTER_SAMPLES = 4;
const CPU_LIMITED = [0.5, Number.POSITIVE_INFINITY] as const;

/**
 * Takes one more look into account. `sample` is undefined while there is no path; `targetBps` is what we would send to
 * this peer if nothing were in the way, undefined where that is open.
 */
export function judge(state: QualityState, sample: Sample | undefined, targetBps?: number): QualityState {
  if (sample === undefined) {
    return { samples: [], quality: { level: 'lost', reason: 'path', path: state.quality.path } };
  }
  const samples = [...state.samples.filter(({ at }) => sample.at - at <= WINDOW_MS), sample];
  const grades: [QualityReason, 0 | 1 | 2][] = [
    ['loss', grade(lossOf(samples), LOSS)],
    ['round-trip', grade(mean(samples.map(({ roundTripMs }) => roundTripMs)), ROUND_TRIP_MS)],
    ['bandwidth', grade(lacking(samples, targetBps), BANDWIDTH_LACKING)],
    ['cpu', grade(share(samples, 'cpu'), CPU_LIMITED)],
  ];
  const worst = Math.max(...grades.map(([, each]) => each));
  const reason = worst === 0 ? undefined : grades.find(([, each]) => each === worst)?.[0];
  const level = worst === 0 ? 'good' : worst === 1 ? 'fair' : 'bad';
  return { samples, quality: { level, reason, path: sample.path } };
}

export function isSameQuality(one: Quality, other: Quality): boolean {
  return one.level === other.level && one.reason === other.reason && one.path === other.path;
}

function grade(value: number, [fair, bad]: readonly [number, number]): 0 | 1 | 2 {
  if (value >= bad) return 2;
  return value >= fair ? 1 : 0;
}

function lossOf(samples: readonly Sample[]): number {
  const [first, last] = [samples[0], samples.at(-1)];
  const lost = (last?.packetsLost ?? 0) - (first?.packetsLost ?? 0);
  const received = (last?.packetsReceived ?? 0) - (first?.packetsReceived ?? 0);
  const inbound = lost + received > 0 ? Math.max(0, lost) / (Math.max(0, lost) + received) : 0;
  return Math.max(inbound, mean(samples.map(({ lossSent }) => lossSent)));
}

// What the estimate says is only of use while it keeps us from sending what we would.
function lacking(samples: readonly Sample[], targetBps: number | undefined): number {
  if (samples.length < FELT_AFTER_SAMPLES) return 0;
  const available = samples.map(({ availableBps }) => availableBps).filter((value) => value !== undefined);
  if (targetBps === undefined || available.length === 0 || share(samples, 'bandwidth') < 0.5) return 0;
  return Math.max(0, 1 - mean(available) / targetBps);
}

function share(samples: readonly Sample[], reason: Sample['limitedBy']): number {
  return samples.filter(({ limitedBy }) => limitedBy === reason).length / samples.length;
}

function mean(values: readonly (number | undefined)[]): number {
  const known = values.filter((value) => value !== undefined);
  return known.length === 0 ? 0 : known.reduce((total, value) => total + value, 0) / known.length;
}
