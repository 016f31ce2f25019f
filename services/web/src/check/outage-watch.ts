import type { SignalingConnection } from '@parley/client/signaling';
import { nextArrival } from './arrival.ts';
import type { Outage } from './signaling-finding.ts';

/** So long a lost connection is waited for when everything else is done. */
const RETURN_MS = 10_000;

/** Looks on while a connection is held, and notes each time that it is lost by itself. */
export class OutageWatch {
  readonly #connection: SignalingConnection;
  readonly #noted: (outage: Outage) => void;
  readonly #off: () => void;
  #running: Promise<void> | undefined;
  #patience = new AbortController();

  constructor(connection: SignalingConnection, noted: (outage: Outage) => void) {
    this.#connection = connection;
    this.#noted = noted;
    this.#off = connection.on('state', ({ name }) => {
      if (name === 'away') this.#running ??= this.#follow();
    });
  }

  /** Ends the watch; where the connection is away just now, waits a while for its return. */
  async end(): Promise<void> {
    this.#off();
    const timer = setTimeout(() => this.#patience.abort(), RETURN_MS);
    await this.#running;
    clearTimeout(timer);
  }

  async #follow(): Promise<void> {
    const since = performance.now();
    const node = await nextArrival(this.#connection, this.#patience.signal);
    this.#running = undefined;
    this.#noted({ node, ms: Math.round(performance.now() - since) });
  }
}
