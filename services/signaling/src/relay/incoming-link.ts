import type { BatchHead } from './envelope-codec.ts';

/** What came from one other node, and how far it is dealt with. Pure bookkeeping: no I/O, no clock. */
export class IncomingLink {
  #life = '';
  #last = 0;
  readonly #pending = new Set<number>();

  /** All up to this number has come. */
  get last(): number {
    return this.#last;
  }

  /** All up to this number is dealt with. */
  get confirmed(): number {
    for (const number of this.#pending) return number - 1;
    return this.#last;
  }

  get life(): string {
    return this.#life;
  }

  /**
   * How many envelopes at the front of a batch are known already; undefined where one is missing before it, so that
   * the batch has to wait until what is missing was sent again.
   */
  accept({ life, first, base }: BatchHead): number | undefined {
    if (life !== this.#life) {
      this.#life = life;
      this.#last = 0;
      this.#pending.clear();
    }
    // What comes before `base` was confirmed or taken back: nobody will send it again.
    this.#last = Math.max(this.#last, base - 1);
    return first > this.#last + 1 ? undefined : this.#last + 1 - first;
  }

  /** One more has come. With `pending` it is not dealt with yet: `settle` tells. */
  advance(number: number, pending = false): void {
    this.#last = number;
    if (pending) this.#pending.add(number);
  }

  /** What was pending is dealt with. */
  settle(number: number): void {
    this.#pending.delete(number);
  }
}
