import type { Logger } from 'pino';

/**
 * Tells the log of nodes that do not hear: once when one goes deaf, and once when it hears again, with how much it
 * missed. A busy room would otherwise write hundreds of lines a second about the same node.
 */
export class DeafNodes {
  readonly #log: Logger;
  readonly #missed = new Map<string, number>();

  constructor(log: Logger) {
    this.#log = log;
  }

  missed(node: string, envelopes: number): void {
    const before = this.#missed.get(node);
    if (before === undefined) this.#log.warn({ targetNode: node, envelopes }, 'a node does not hear');
    this.#missed.set(node, (before ?? 0) + envelopes);
  }

  heard(node: string): void {
    const envelopes = this.#missed.get(node);
    if (envelopes === undefined) return;
    this.#missed.delete(node);
    this.#log.info({ targetNode: node, envelopes }, 'a node hears again');
  }
}
