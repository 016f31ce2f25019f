import type { Envelope } from './envelope.ts';

type Publish = (node: string, envelopes: readonly Envelope[], queuedAt: number) => void;

/** Gathers what one turn of the event loop has for each node, then hands it over, one batch a node. */
export class Outbox {
  readonly #publish: Publish;
  #pending = new Map<string, Envelope[]>();
  #queuedAt = 0;

  constructor(publish: Publish) {
    this.#publish = publish;
  }

  add(node: string, envelope: Envelope): void {
    if (this.#pending.size === 0) {
      this.#queuedAt = performance.now();
      // After all the sockets that were readable in this turn have been read.
      setImmediate(() => this.flush());
    }
    const waiting = this.#pending.get(node);
    if (waiting) waiting.push(envelope);
    else this.#pending.set(node, [envelope]);
  }

  /** Hands over at once what is queued. */
  flush(): void {
    const batches = this.#pending;
    this.#pending = new Map();
    for (const [node, envelopes] of batches) this.#publish(node, envelopes, this.#queuedAt);
  }
}
