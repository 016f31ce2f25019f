import { decodeBatch, encodeBatch } from './envelope-codec.ts';
import type { Envelope } from './envelope.ts';
import { Outbox } from './outbox.ts';
import type { Relay, RelayHandlers } from './relay.ts';

/** What nodes of one process share in place of Redis. An embedded node is alone on it. */
export class MemoryBus {
  readonly #listeners = new Map<string, (batch: Buffer) => void>();

  listen(node: string, receive: (batch: Buffer) => void): void {
    this.#listeners.set(node, receive);
  }

  forget(node: string): void {
    this.#listeners.delete(node);
  }

  /** Says whether the node heard it. */
  publish(node: string, batch: Buffer): boolean {
    const receive = this.#listeners.get(node);
    if (receive) setImmediate(receive, batch);
    return receive !== undefined;
  }
}

/** Node to node within one process. Batches are encoded as for Redis, so that both modes walk the same path. */
export class MemoryRelay implements Relay {
  readonly #bus: MemoryBus;
  readonly #node: string;
  readonly #outbox = new Outbox((node, envelopes, queuedAt) => this.#publish(node, envelopes, queuedAt));
  #handlers: RelayHandlers | undefined;

  constructor(bus: MemoryBus, node: string) {
    this.#bus = bus;
    this.#node = node;
  }

  start(handlers: RelayHandlers): void {
    this.#handlers = handlers;
    this.#bus.listen(this.#node, (batch) => {
      for (const envelope of decodeBatch(batch)) handlers.receive(envelope);
    });
  }

  send(node: string, envelope: Envelope): void {
    this.#outbox.add(node, envelope);
  }

  async drained(): Promise<void> {
    this.#outbox.flush();
  }

  close(): void {
    this.#bus.forget(this.#node);
  }

  #publish(node: string, envelopes: readonly Envelope[], queuedAt: number): void {
    if (this.#bus.publish(node, encodeBatch(envelopes))) {
      this.#handlers?.delivered((performance.now() - queuedAt) / 1000);
    } else {
      this.#handlers?.undelivered(node, envelopes);
    }
  }
}
