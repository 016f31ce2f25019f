import { setTimeout as delay } from 'node:timers/promises';

/** How often it is noted that the event loop turns. */
const BEAT_MS = 50;
/** A loop that did not turn for so long was frozen, or busy with something else than messages. */
const STALLED_MS = 200;
/** How long it may take to learn what went on meanwhile. */
const CATCH_UP_MS = 2_000;

type Act = () => Promise<void> | void;

/**
 * After the process did not run for a while, much waits to be read at once, in no order: a message may be read before
 * the end of the socket that it would be written to, or before the word that its peer went on elsewhere. So what other
 * nodes sent is held until all that waits has been read. What this node's own clients said is held longer: the node may
 * have gone deaf meanwhile, and asks first for what it was not told. What came from others must not wait for that, as
 * the answer may bring what is newer. A process that runs pays one look at the clock.
 */
export class Stall {
  readonly #catchUp: () => Promise<unknown>;
  #turnedAt = performance.now();
  #untilRead: (() => void)[] | undefined;
  #untilKnown: (() => void)[] | undefined;
  readonly #beat = setInterval(() => this.#turn(), BEAT_MS).unref();

  /** `catchUp` resolves once this node knows what others did meanwhile; it is not waited for without end. */
  constructor(catchUp: () => Promise<unknown>) {
    this.#catchUp = catchUp;
  }

  /**
   * Holds what another node sent, in order with what is held before it, until all that waits has been read: gives a
   * promise of its end then; undefined where nothing is held.
   */
  holdUntilRead(act: Act): Promise<void> | undefined {
    this.#look();
    return this.#untilRead && hold(this.#untilRead, act);
  }

  /** The same for what a client of this node said, until it is known too what others did meanwhile. */
  holdUntilKnown(act: Act): Promise<void> | undefined {
    this.#look();
    return this.#untilKnown && hold(this.#untilKnown, act);
  }

  stop(): void {
    clearInterval(this.#beat);
  }

  #turn(): void {
    // What waits is read after the timers of this turn.
    this.#look();
    this.#turnedAt = performance.now();
  }

  #look(): void {
    if (this.#untilRead || performance.now() - this.#turnedAt < STALLED_MS) return;
    this.#untilRead = [];
    this.#untilKnown ??= [];
    // All that was readable is read in this turn, and the ends of sockets are told at the end of it: so until the next.
    setImmediate(() => setImmediate(() => void this.#release()));
  }

  async #release(): Promise<void> {
    const read = this.#untilRead ?? [];
    this.#untilRead = undefined;
    this.#turnedAt = performance.now();
    for (const act of read) act();
    const late = delay(CATCH_UP_MS, undefined, { ref: false });
    await Promise.race([this.#catchUp().catch(() => {}), late]);
    const known = this.#untilKnown ?? [];
    this.#untilKnown = undefined;
    for (const act of known) act();
  }
}

function hold(held: (() => void)[], act: Act): Promise<void> {
  return new Promise((resolve, reject) => {
    held.push(() => void (async () => act())().then(resolve, reject));
  });
}
