import type { Logger } from 'pino';

type Fields = Readonly<Record<string, unknown>>;

/**
 * The lines of one connection, each with its id. A child of pino's own would write that id as it is made, through all
 * that hides secrets: most connections have few lines, and where the level is higher none.
 */
export class ConnectionLog {
  readonly #log: Logger;
  readonly #connectionId: string;

  constructor(log: Logger, connectionId: string) {
    this.#log = log;
    this.#connectionId = connectionId;
  }

  debug(fields: Fields, words: string): void {
    this.#write('debug', fields, words);
  }

  info(fields: Fields, words: string): void {
    this.#write('info', fields, words);
  }

  error(fields: Fields, words: string): void {
    this.#write('error', fields, words);
  }

  #write(level: 'debug' | 'info' | 'error', fields: Fields, words: string): void {
    if (this.#log.isLevelEnabled(level))
      this.#log[level]({ connectionId: this.#connectionId, ...fields }, words);
  }
}
