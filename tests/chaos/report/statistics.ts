/** Of several times: the middle one, that which 99 of 100 stay within, and the longest. Whole milliseconds. */
export interface Summary {
  readonly runs: number;
  readonly median: number;
  readonly p99: number;
  readonly worst: number;
}

/** Nearest rank: each figure is one that was measured. Undefined where nothing was. */
export function summarise(times: readonly number[]): Summary | undefined {
  if (times.length === 0) return undefined;
  const sorted = times.toSorted((one, other) => one - other);
  const rank = (part: number) => Math.round(sorted[Math.ceil(part * sorted.length) - 1] ?? Number.NaN);
  return { runs: sorted.length, median: rank(0.5), p99: rank(0.99), worst: rank(1) };
}
