import type { Logger } from 'pino';
import { adviceOn } from './refusals.ts';

/** ioredis reports each failed attempt; one line when Redis goes and one when it is back is what helps. */
export class Outage {
  readonly #connection: string;
  readonly #log: Logger;
  #state: 'unknown' | 'away' | 'there' = 'unknown';

  constructor(connection: string, log: Logger) {
    this.#connection = connection;
    this.#log = log;
  }

  away(error: Error): void {
    if (this.#state === 'away') return;
    this.#state = 'away';
    const code = 'code' in error ? error.code : undefined;
    // Not the error itself: it may hold the command that failed, with a password.
    const advice = adviceOn(error);
    const details = { connection: this.#connection, code, reason: error.message, advice };
    const what = advice === undefined ? 'cannot be reached' : 'refuses this node';
    this.#log.warn(details, `redis ${what}; trying on`);
  }

  over(): void {
    if (this.#state === 'there') return;
    this.#state = 'there';
    this.#log.info({ connection: this.#connection }, 'redis connected');
  }
}
