import type { Path, Sample } from '@parley/client/read-stats';

/** What a relayed loop measured. Times in milliseconds, loss from 0 to 1. */
export interface LoopFigures {
  kbps: number;
  roundTripMs: number;
  loss: number;
  path: Path | undefined;
}

/** What the receiving end showed, look by look, and how long each note through the data channel was on its way and back. */
export interface LoopRecord {
  samples: readonly Sample[];
  echoesMs: readonly number[];
  /** Where no echo came: what the connection itself measured. */
  roundTripMs: number | undefined;
}

/** Works the figures out; undefined where nothing came through. */
export function loopFigures({ samples, echoesMs, roundTripMs }: LoopRecord): LoopFigures | undefined {
  const [first, last] = [samples[0], samples.at(-1)];
  if (first === undefined || last === undefined || last.packetsReceived <= first.packetsReceived)
    return undefined;
  const roundTrip = median(echoesMs) ?? roundTripMs;
  if (roundTrip === undefined) return undefined;
  const lost = Math.max(0, last.packetsLost - first.packetsLost);
  return {
    kbps: Math.round(rateOfSecondHalf(samples)),
    roundTripMs: Math.round(roundTrip),
    loss: lost / (lost + last.packetsReceived - first.packetsReceived),
    path: samples.findLast(({ path }) => path !== undefined)?.path,
  };
}

/** Whether it was the device that held the picture back, and not the path, for most of the time. */
export function isBusy(sent: readonly Sample[]): boolean {
  return sent.filter(({ limitedBy }) => limitedBy === 'cpu').length > sent.length / 2;
}

/** The middle one; of an even number, the lower of the two. */
export function median(values: readonly number[]): number | undefined {
  return values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) / 2)];
}

// A browser feels its way up over the first seconds; what it gets to is what counts.
function rateOfSecondHalf(samples: readonly Sample[]): number {
  const [from, to] = [samples[Math.floor((samples.length - 1) / 2)], samples.at(-1)];
  if (from === undefined || to === undefined || to.at <= from.at) return 0;
  return ((to.bytesReceived - from.bytesReceived) * 8) / (to.at - from.at);
}
