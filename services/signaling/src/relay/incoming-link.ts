import type { BatchHead } from './envelope-codec.ts';

/** How far this node has dealt with what one other sends. Pure bookkeeping: no I/O, no clock. */
export class IncomingLink {
  #life = '';
  #last = 0;

  /** All up to this number is dealt with. */
  get last(): number {
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
    }
    // What comes before `base` was confirmed or taken back: nobody will send it again.
    this.#last = Math.max(this.#last, base - 1);
    return first > this.#last + 1 ? undefined : this.#last + 1 - first;
  }

  /** One more is dealt with. */
  advance(number: number): void {
    this.#last = number;
  }
}
