/** How long what such a peer said before may be on its way. */
const KEPT_MS = 10_000;

/**
 * Peers whose membership ends on this node, by their own word: nobody hears anything newer of them elsewhere, so that what
 * they said before may be placed from here even where this node may not speak for those who went on.
 */
export class LastWords {
  /** "ROOM PEER" to the end of its time; the oldest first. */
  readonly #until = new Map<string, number>();
  readonly #now: () => number;

  /** `now` gives milliseconds of a clock that never goes back. */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  get size(): number {
    return this.#until.size;
  }

  /** A peer ends its membership here; the store has not answered yet. */
  leaving(room: string, id: string): void {
    const now = this.#now();
    for (const [key, until] of this.#until) {
      if (until > now) break;
      this.#until.delete(key);
    }
    this.#until.set(`${room} ${id}`, now + KEPT_MS);
  }

  /** The store says that it was not here any more: it has gone on elsewhere, or was ended by others. */
  wentOn(room: string, id: string): void {
    this.#until.delete(`${room} ${id}`);
  }

  /** Whether what the peer said may still be placed from here. */
  has(room: string, id: string): boolean {
    return (this.#until.get(`${room} ${id}`) ?? 0) > this.#now();
  }
}
