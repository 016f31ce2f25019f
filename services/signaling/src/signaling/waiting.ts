import type { Session } from './session.ts';

/** A little more than the window, since it began in the store before its answer came here. */
const MARGIN_MS = 5;

/** Sessions of this node that lost their socket and may come back. */
export class Waiting {
  readonly #timers = new Map<Session, NodeJS.Timeout>();

  /** Calls `over` when the session's window is over, unless it is forgotten before. */
  expect(session: Session, windowMs: number, over: () => void): void {
    this.forget(session);
    const timer = setTimeout(() => {
      this.#timers.delete(session);
      over();
    }, windowMs + MARGIN_MS);
    this.#timers.set(session, timer);
  }

  has(session: Session): boolean {
    return this.#timers.has(session);
  }

  /** The session came back, or is over. */
  forget(session: Session): void {
    clearTimeout(this.#timers.get(session));
    this.#timers.delete(session);
  }

  stop(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
  }
}
