import { setTimeout as delay } from 'node:timers/promises';

/** How often it is noted that the event loop turns. */
const BEAT_MS = 50;
/** A loop that did not turn for so long was frozen, or busy with something else than messages. */
const STALLED_MS = 200;

/** How long it may take to learn what went on meanwhile. */
const CATCH_UP_MS = 2_000;

/**
 * After the process did not run for a while, much waits to be read at once, in no order: a message may be read before
 * the end of the socket that it would be written to, or before the word that its peer went on elsewhere. So what wants
 * to be delivered is held then until all that waits has been read. And the node may have gone deaf meanwhile: what it
 * was not told it asks for first. A process that runs pays one look at the clock.
 */
export class Stall {
  readonly #catchUp: () => Promise<unknown>;
  #turnedAt = performance.now();
  #held: (() => void)[] | undefined;
  readonly #beat = setInterval(() => this.#turn(), BEAT_MS).unref();

  /** `catchUp` resolves once this node knows what others did meanwhile; it is not waited for without end. */
  constructor(catchUp: () => Promise<unknown>) {
    this.#catchUp = catchUp;
  }

  /** Holds what is to be done, in order with what is held before it: gives a promise then; undefined where nothing is. */
  hold(act: () => Promise<void> | void): Promise<void> | undefined {
    if (!this.#held && performance.now() - this.#turnedAt < STALLED_MS) return undefined;
    const held = (this.#held ??= this.#begin());
    return new Promise((resolve, reject) => {
      held.push(() => void (async () => act())().then(resolve, reject));
    });
  }

  stop(): void {
    clearInterval(this.#beat);
  }

  #turn(): void {
    // What waits is read after the timers of this turn.
    if (performance.now() - this.#turnedAt >= STALLED_MS) this.#held ??= this.#begin();
    this.#turnedAt = performance.now();
  }

  /** All that was readable is read in this turn, and the ends of sockets are told at the end of it: so until the next. */
  #begin(): (() => void)[] {
    setImmediate(() => setImmediate(() => void this.#release()));
    return [];
  }

  async #release(): Promise<void> {
    const late = delay(CATCH_UP_MS, undefined, { ref: false });
    await Promise.race([this.#catchUp().catch(() => {}), late]);
    const held = this.#held ?? [];
    this.#held = undefined;
    this.#turnedAt = performance.now();
    for (const act of held) act();
  }
}
