/** What has something to do before the turn of the event loop is over. */
export interface Flushable {
  flush(): void;
}

/**
 * Calls each that asked for it once, after all the sockets that were readable in this turn have been read: no timer, so
 * that one that is alone in its turn waits for nothing.
 */
export class TurnEnd {
  #waiting: Flushable[] = [];
  readonly #failed: (error: unknown) => void;

  /** Nobody else could catch what a flush throws. */
  constructor(failed: (error: unknown) => void) {
    this.#failed = failed;
  }

  add(flushable: Flushable): void {
    if (this.#waiting.length === 0) setImmediate(this.#run);
    this.#waiting.push(flushable);
  }

  readonly #run = (): void => {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const flushable of waiting) {
      try {
        flushable.flush();
      } catch (error) {
        this.#failed(error);
      }
    }
  };
}
