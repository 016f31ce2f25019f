/** Times of one kind of thing, in milliseconds; kept in buckets, so that a long run needs no more memory than a short one. */
export class Times {
  /** Each bucket is 5 % wider than the one before; the first ends at 10 us. */
  readonly #buckets = new Map<number, number>();
  #count = 0;
  #most = 0;

  get count(): number {
    return this.#count;
  }

  get most(): number {
    return this.#most;
  }

  add(ms: number): void {
    const bucket = ms <= FIRST_MS ? 0 : Math.ceil(Math.log(ms / FIRST_MS) / LOG_GROWTH);
    this.#buckets.set(bucket, (this.#buckets.get(bucket) ?? 0) + 1);
    this.#count += 1;
    this.#most = Math.max(this.#most, ms);
  }

  /** That which this part of all stays within, 5 % at most too high; NaN where there is none. */
  at(part: number): number {
    const wanted = Math.ceil(part * this.#count);
    let seen = 0;
    for (const [bucket, count] of [...this.#buckets].toSorted(([one], [other]) => one - other)) {
      seen += count;
      if (seen >= wanted) return Math.min(FIRST_MS * GROWTH ** bucket, this.#most);
    }
    return Number.NaN;
  }
}

const FIRST_MS = 0.01;
const GROWTH = 1.05;
const LOG_GROWTH = Math.log(GROWTH);
