interface Kept<Waiting> {
  readonly waiting: Waiting;
  /** Waits in its turn where it is given a promise. */
  readonly dealt: (after: Promise<void> | void) => void;
}

interface Arrival<Waiting> {
  holds: number;
  readonly kept: Kept<Waiting>[];
  readonly settled: Promise<void>;
  readonly settle: () => void;
}

/**
 * Peers about to be taken in here, or whose kept messages are being fetched: what comes for them meanwhile waits, as it
 * is newer than what was kept.
 */
export class Arrivals<Waiting> {
  readonly #arriving = new Map<string, Arrival<Waiting>>();
  readonly #deliver: (waiting: Waiting) => Promise<void> | void;

  /** `deliver` gives a promise where what waited is not dealt with at once. */
  constructor(deliver: (waiting: Waiting) => Promise<void> | void) {
    this.#deliver = deliver;
  }

  /** Whether anybody is arriving: asked for each message of another node, before anything is made to be kept. */
  get any(): boolean {
    return this.#arriving.size > 0;
  }

  /** Begins an arrival. The function given back ends it; what waited is delivered once all of them have ended. */
  begin(room: string, id: string): () => void {
    const key = `${room} ${id}`;
    const arrival = this.#arriving.get(key) ?? newArrival<Waiting>();
    this.#arriving.set(key, arrival);
    arrival.holds += 1;
    return () => {
      arrival.holds -= 1;
      if (arrival.holds > 0) return;
      this.#arriving.delete(key);
      for (const { waiting, dealt } of arrival.kept) dealt(this.#deliver(waiting));
      arrival.settle();
    };
  }

  /** Keeps something for a peer that is arriving: resolves once it is dealt with. Undefined where it is not arriving. */
  keep(room: string, id: string, waiting: Waiting): Promise<void> | undefined {
    const arrival = this.#arriving.get(`${room} ${id}`);
    if (!arrival) return undefined;
    const { promise, resolve: dealt } = Promise.withResolvers<void>();
    arrival.kept.push({ waiting, dealt });
    return promise;
  }

  /** Resolves once nobody of the room who is arriving now is any more. */
  async allSettled(room: string): Promise<void> {
    const arriving = [...this.#arriving].filter(([key]) => key.startsWith(`${room} `));
    await Promise.all(arriving.map(([, { settled }]) => settled));
  }

  /** Resolves once nobody is about to take the peer in here. */
  async settled(room: string, id: string): Promise<void> {
    await this.#arriving.get(`${room} ${id}`)?.settled;
  }
}

function newArrival<Waiting>(): Arrival<Waiting> {
  const { promise: settled, resolve: settle } = Promise.withResolvers<void>();
  return { holds: 0, kept: [], settled, settle };
}
