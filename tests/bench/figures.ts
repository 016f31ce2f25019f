/** Of several runs of one thing. */
export interface Figure {
  readonly median: number;
  readonly least: number;
  readonly most: number;
  readonly runs: number;
}

/** Undefined where nothing was measured. */
export function figureOf(values: readonly number[]): Figure | undefined {
  const sorted = values.toSorted((one, other) => one - other);
  const middle = (sorted.length - 1) / 2;
  const [low, high] = [sorted[Math.floor(middle)], sorted[Math.ceil(middle)]];
  const [least, most] = [sorted[0], sorted.at(-1)];
  if (low === undefined || high === undefined || least === undefined || most === undefined) return undefined;
  return { median: (low + high) / 2, least, most, runs: sorted.length };
}

/** `12.3 (11.8 to 13.1)` */
export function written({ median, least, most, runs }: Figure): string {
  return runs === 1 ? short(median) : `${short(median)} (${short(least)} to ${short(most)})`;
}

export function short(value: number): string {
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
}
