import type { Bus, BusHandlers } from './bus.ts';

/** What nodes of one process share in place of Redis. An embedded node is alone on it. */
export class MemoryHub {
  readonly #listeners = new Map<string, (batch: Buffer) => void>();

  listen(node: string, receive: (batch: Buffer) => void): void {
    this.#listeners.set(node, receive);
  }

  forget(node: string): void {
    this.#listeners.delete(node);
  }

  publish(node: string, batch: Buffer): number {
    const receive = this.#listeners.get(node);
    if (!receive) return 0;
    setImmediate(receive, batch);
    return 1;
  }
}

/** The bus within one process. */
export class MemoryBus implements Bus {
  readonly #hub: MemoryHub;
  readonly #node: string;

  constructor(hub: MemoryHub, node: string) {
    this.#hub = hub;
    this.#node = node;
  }

  listen({ receive, hears }: BusHandlers): void {
    this.#hub.listen(this.#node, receive);
    hears();
  }

  async publish(node: string, batch: Buffer): Promise<number> {
    return this.#hub.publish(node, batch);
  }

  close(): void {
    this.#hub.forget(this.#node);
  }
}
