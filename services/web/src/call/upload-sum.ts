import { AUDIO_BPS, planUpload } from '@parley/client/upload-budget';
import { bitsPerSecond } from './send-limits.ts';
import type { SendLimit, UploadBudget } from './send-limits.ts';

/** So many people at so much each, in bits a second, and what that makes. */
export interface UploadSum {
  groups: { people: number; bps: number }[];
  total: number;
}

/** What may go out at most; undefined where that is open. `limits` has one for each person who is there. */
export function mostUpload(budget: UploadBudget, limits: readonly SendLimit[]): UploadSum | undefined {
  const own = limits.map((limit) => bitsPerSecond(limit));
  // A screen takes its part of the same limit, so that it changes nothing of the sum.
  const plans = planUpload(bitsPerSecond(budget), own, { camera: true, screen: false });
  const each = plans.map(({ video }) => AUDIO_BPS + (video.active ? (video.maxBitrate ?? Infinity) : 0));
  if (each.length === 0 || each.some((bps) => bps === Infinity)) return undefined;
  return sumOf(each);
}

/** What goes out right now, shared evenly for the telling. */
export function currentUpload(sentBps: number, people: number): UploadSum | undefined {
  return people === 0 ? undefined : { groups: [{ people, bps: sentBps / people }], total: sentBps };
}

function sumOf(each: readonly number[]): UploadSum {
  const people = new Map<number, number>();
  for (const bps of each.toSorted((one, other) => other - one)) people.set(bps, (people.get(bps) ?? 0) + 1);
  return {
    groups: [...people].map(([bps, count]) => ({ people: count, bps })),
    total: each.reduce((sum, bps) => sum + bps, 0),
  };
}
