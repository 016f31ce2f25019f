/** A span of time, in milliseconds. One that is not over ends at Infinity. */
export interface Interval {
  readonly from: number;
  readonly to: number;
}

/** Turns marks of beginnings and ends into spans. A beginning while one is open changes nothing. */
export function spans(marks: readonly { readonly at: number; readonly begins: boolean }[]): Interval[] {
  const found: Interval[] = [];
  let from: number | undefined;
  for (const { at, begins } of marks) {
    if (begins) from ??= at;
    else if (from !== undefined) {
      found.push({ from, to: at });
      from = undefined;
    }
  }
  if (from !== undefined) found.push({ from, to: Infinity });
  return found;
}

/** In order, with those that touch made one. */
export function merged(intervals: readonly Interval[]): Interval[] {
  const result: Interval[] = [];
  for (const next of intervals.toSorted((one, other) => one.from - other.from)) {
    const last = result.at(-1);
    if (last && next.from <= last.to) {
      result[result.length - 1] = { from: last.from, to: Math.max(last.to, next.to) };
    } else result.push(next);
  }
  return result;
}

/** What is left of some spans without others, which must be merged. */
export function minus(intervals: readonly Interval[], others: readonly Interval[]): Interval[] {
  return intervals.flatMap((interval) => {
    const left: Interval[] = [];
    let { from } = interval;
    for (const other of others) {
      if (other.to <= from || other.from >= interval.to) continue;
      if (other.from > from) left.push({ from, to: other.from });
      from = other.to;
    }
    return from < interval.to ? [...left, { from, to: interval.to }] : left;
  });
}

export function overlap(one: Interval, other: Interval): boolean {
  return one.from <= other.to && other.from <= one.to;
}

/** How much of `within` is covered by the others, which must be merged. */
export function covered(within: Interval, others: readonly Interval[]): number {
  let sum = 0;
  for (const { from, to } of others) {
    sum += Math.max(0, Math.min(to, within.to) - Math.max(from, within.from));
  }
  return sum;
}

/** When `ms` of time free of trouble have passed since `from`. `trouble` must be merged. */
export function calmAfter(trouble: readonly Interval[], from: number, ms: number): number {
  let at = from;
  let left = ms;
  for (const { from: begin, to: end } of trouble) {
    if (end <= at) continue;
    if (begin - at >= left) break;
    left -= Math.max(0, begin - at);
    at = end;
  }
  return at + left;
}
