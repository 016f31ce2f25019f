import type { Logger } from 'pino';
import { roomTag } from './identity.ts';
import type { Letter } from './mail.ts';
import type { Observer } from './observer.ts';
import { encode } from './server-frames.ts';
import { traceIn } from './trace.ts';

/** How soon, and how long, a sender that could not be told is told again: a store that is away may come back. */
const RETRY_MS = 250;
const PATIENCE_MS = 30_000;
/** How many may wait for that. */
const MOST_WAITING = 10_000;

interface NoticesOptions {
  /** Sends a letter on its way. */
  readonly post: (letter: Letter) => void;
  /** Hands a frame to a socket of this node; false where there is none for this peer. */
  readonly handOver: (room: string, peer: string, frame: Buffer) => boolean;
  readonly observer: Observer;
  readonly log: Logger;
}

/** Nothing is lost in silence: whose message was lost gets an error, wherever it is by now. */
export class Notices {
  readonly #options: NoticesOptions;
  readonly #waiting = new Set<Promise<void>>();

  constructor(options: NoticesOptions) {
    this.#options = options;
  }

  /** A message is lost for good, or the word of one was: that one is tried again. */
  lost(letter: Letter): void {
    if (letter.tellUntil === undefined) this.#tell(letter);
    else this.#tellAgain(letter, letter.tellUntil);
  }

  /** Whether somebody could not be told yet, and is tried again. */
  get pending(): boolean {
    return this.#waiting.size > 0;
  }

  /** Resolves once all who wait now were tried again. */
  async triedAgain(): Promise<void> {
    await Promise.all(this.#waiting);
  }

  #tell({ room, from, to, ref, said }: Letter): void {
    const { post, handOver, observer, log } = this.#options;
    observer.refused('undeliverable');
    log.debug({ room: roomTag(room), peerId: from, traceId: traceIn(ref) }, 'message undeliverable');
    const message = 'the message could not be handed over; send it again';
    const frame = Buffer.from(encode({ type: 'error', code: 'undeliverable', message, room, to, ref }));
    if (handOver(room, from, frame)) return;
    post({ room, from: to, to: from, frame, said, tellUntil: performance.now() + PATIENCE_MS });
  }

  #tellAgain(letter: Letter, until: number): void {
    const { post, log } = this.#options;
    if (performance.now() > until || this.#waiting.size >= MOST_WAITING) {
      log.warn({ room: roomTag(letter.room) }, 'a sender could not be told that its message was lost');
      return;
    }
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#waiting.add(promise);
    setTimeout(() => {
      this.#waiting.delete(promise);
      post(letter);
      resolve();
    }, RETRY_MS).unref();
  }
}
