import type { Picture } from './read-pictures.ts';
import type { Path, Sample } from './read-stats.ts';

/** What happened on the way to a peer between two looks. Rates in bits a second, times in milliseconds, losses 0 to 1. */
export interface Reading {
  /** By the clock of the day. */
  at: number;
  sentBps: number;
  receivedBps: number;
  roundTripMs: number | undefined;
  jitterMs: number | undefined;
  lossSent: number | undefined;
  lossReceived: number;
  availableBps: number | undefined;
  sent: Picture | undefined;
  received: Picture | undefined;
  limitedBy: Sample['limitedBy'];
  path: Path | undefined;
}

/** Undefined where no time has passed: there is nothing to divide by. */
export function readBetween(last: Sample, now: Sample): Reading | undefined {
  const ms = now.at - last.at;
  if (ms <= 0) return undefined;
  const { at, roundTripMs, jitterMs, lossSent, availableBps, sent, received, limitedBy, path } = now;
  // Counters begin anew when a stream does.
  const grown = (field: 'bytesSent' | 'bytesReceived' | 'packetsLost' | 'packetsReceived') =>
    Math.max(0, now[field] - last[field]);
  const expected = grown('packetsLost') + grown('packetsReceived');
  return {
    at,
    sentBps: (8_000 * grown('bytesSent')) / ms,
    receivedBps: (8_000 * grown('bytesReceived')) / ms,
    lossReceived: expected === 0 ? 0 : grown('packetsLost') / expected,
    roundTripMs,
    jitterMs,
    lossSent,
    availableBps,
    sent,
    received,
    limitedBy,
    path,
  };
}
