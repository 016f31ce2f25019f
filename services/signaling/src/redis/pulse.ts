const INTERVAL_MS = 1_000;

interface PulseOptions {
  /** Rejects where there is no answer in time. */
  readonly ask: () => Promise<unknown>;
  readonly answered: () => void;
  readonly failed: (error: Error) => void;
}

/**
 * Asks Redis each second whether it still answers: a connection stays open to a server that is frozen, and to one that
 * can't be reached any more.
 */
export class Pulse {
  readonly #options: PulseOptions;
  readonly #timer: NodeJS.Timeout;
  #asking = false;
  #beating = false;

  constructor(options: PulseOptions) {
    this.#options = options;
    this.#timer = setInterval(() => this.beat(), INTERVAL_MS).unref();
  }

  /** The last question was answered. */
  get beating(): boolean {
    return this.#beating;
  }

  /** Asks now, unless an answer is awaited. */
  beat(): void {
    if (!this.#asking) void this.#ask();
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#beating = false;
  }

  async #ask(): Promise<void> {
    const { ask, answered, failed } = this.#options;
    this.#asking = true;
    try {
      await ask();
      this.#beating = true;
      answered();
    } catch (error) {
      this.#beating = false;
      failed(error instanceof Error ? error : new Error('no answer', { cause: error }));
    } finally {
      this.#asking = false;
    }
  }
}
