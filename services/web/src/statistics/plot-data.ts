import type { Reading } from '@parley/client/reading';
import { KEPT_MS } from '../call/history.ts';

export type PlotName = 'bitrate' | 'delay' | 'loss' | 'frames' | 'height' | 'limit';

export const PLOTS: readonly PlotName[] = ['bitrate', 'delay', 'loss', 'frames', 'height', 'limit'];

/** What keeps a picture from being better, as steps of a plot. */
export const LIMITS = ['none', 'cpu', 'bandwidth'] as const;

/** The same in every language. */
export const UNITS: Record<Exclude<PlotName, 'limit'>, string> = {
  bitrate: 'kbps',
  delay: 'ms',
  loss: '%',
  frames: 'fps',
  height: 'px',
};

type Value = number | null;

/** Seconds before now, and one or two rows of values to each; null leaves a gap. */
export type PlotData = [number[], Value[], Value[]] | [number[], Value[]];

/** The rows of each plot, as a person reads them: kbps, milliseconds, percent. */
const ROWS: Record<PlotName, readonly ((reading: Reading) => number | undefined)[]> = {
  bitrate: [({ sentBps }) => sentBps / 1000, ({ receivedBps }) => receivedBps / 1000],
  delay: [({ roundTripMs }) => roundTripMs, ({ jitterMs }) => jitterMs],
  loss: [
    ({ lossSent }) => (lossSent === undefined ? undefined : lossSent * 100),
    ({ lossReceived }) => lossReceived * 100,
  ],
  frames: [({ sent }) => sent?.framesPerSecond, ({ received }) => received?.framesPerSecond],
  height: [({ sent }) => sent?.height, ({ received }) => received?.height],
  limit: [({ limitedBy }) => LIMITS.indexOf(limitedBy ?? 'none')],
};

// A look that was missed, as by a sleeping page, must not be drawn over by a line.
const GAP_MS = 7_000;

export function plotData(name: PlotName, readings: readonly Reading[]): PlotData {
  const now = readings.at(-1)?.at ?? 0;
  const kept = withGaps(readings.filter(({ at }) => now - at <= KEPT_MS));
  const seconds = kept.map(({ at }) => (at - now) / 1000);
  const [first = [], second] = ROWS[name].map((row) =>
    kept.map(({ reading }) => (reading === undefined ? null : (row(reading) ?? null))),
  );
  return second === undefined ? [seconds, first] : [seconds, first, second];
}

function withGaps(readings: readonly Reading[]): { at: number; reading: Reading | undefined }[] {
  return readings.flatMap((reading, index) => {
    const before = readings[index - 1];
    const point = { at: reading.at, reading };
    if (before === undefined || reading.at - before.at <= GAP_MS) return [point];
    return [{ at: before.at + 1, reading: undefined }, point];
  });
}
