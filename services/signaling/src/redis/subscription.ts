import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import type { Outage } from './outage.ts';
import { retryDelayMs } from './redis-options.ts';

export interface ListenHandlers {
  message(payload: Buffer): void;
  /** Redis acknowledged the subscription: from here on what is published is heard. */
  heard(): void;
  /** The subscription is lost: what is published meanwhile is not heard. */
  deaf(): void;
}

/** How one connection comes to listen; what differs between a server and a Cluster. */
export interface Tuning {
  /** The event in which a message comes. */
  readonly event: 'messageBuffer' | 'smessageBuffer';
  /**
   * Gives a connection on which the subscription was acknowledged, and which does not come back once it is lost. Each
   * connection is made by `open`, which sees to messages and to the end.
   */
  tune(open: (connection: Redis) => Promise<Redis>): Promise<Redis>;
  /** Asks the connection for a sign of life; false where its server is no master any more. */
  check(connection: Redis): Promise<boolean>;
}

const CHECK_INTERVAL_MS = 1_000;

/**
 * Listens on a channel until it is closed, by one connection after the other. A new connection each time, since what a
 * lost one left behind (a moved slot, a demoted master) is best not repaired.
 */
export class Subscription {
  readonly #tuning: Tuning;
  readonly #handlers: ListenHandlers;
  readonly #outage: Outage;
  readonly #closed = new AbortController();

  constructor(tuning: Tuning, handlers: ListenHandlers, outage: Outage) {
    this.#tuning = tuning;
    this.#handlers = handlers;
    this.#outage = outage;
    void this.#run();
  }

  close(): void {
    this.#closed.abort();
  }

  async #run(): Promise<void> {
    const { signal } = this.#closed;
    for (let attempt = 0; !signal.aborted; attempt += 1) {
      const connections: Redis[] = [];
      try {
        const connection = await this.#tuning.tune((candidate) => this.#open(candidate, connections));
        // The last `await` may have outlived the connection.
        if (connection.status === 'ready') {
          attempt = 0;
          this.#outage.over();
          await this.#listen(connection);
        }
      } catch (error) {
        if (!signal.aborted) this.#outage.away(error instanceof Error ? error : new Error(String(error)));
      }
      for (const connection of connections) connection.disconnect();
      await delay(retryDelayMs(attempt), undefined, { signal, ref: false }).catch(() => {}); // closed: the loop ends
    }
  }

  async #open(connection: Redis, connections: Redis[]): Promise<Redis> {
    connections.push(connection);
    connection.on('error', () => {}); // connect() rejects with it, or `end` follows
    connection.on(this.#tuning.event, (_channel: Buffer, payload: Buffer) => this.#handlers.message(payload));
    const { signal } = this.#closed;
    signal.throwIfAborted();
    const end = () => connection.disconnect();
    signal.addEventListener('abort', end);
    connection.once('end', () => signal.removeEventListener('abort', end));
    await connection.connect();
    return connection;
  }

  /** Resolves when the subscription is lost. */
  async #listen(connection: Redis): Promise<void> {
    const over = new AbortController();
    const lost = Promise.race([
      once(connection, 'end', { signal: over.signal }),
      // A Cluster takes a subscription back when it moves the channel's slot.
      once(connection, 'moved', { signal: over.signal }),
    ]);
    const check = setInterval(() => void this.#check(connection), CHECK_INTERVAL_MS).unref();
    this.#handlers.heard();
    try {
      await lost;
    } finally {
      clearInterval(check);
      over.abort();
      this.#handlers.deaf();
    }
  }

  async #check(connection: Redis): Promise<void> {
    try {
      if (!(await this.#tuning.check(connection))) connection.disconnect();
    } catch {
      // A connection that stays silent is cut by its own timeout.
    }
  }
}
