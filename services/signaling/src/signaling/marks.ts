import { setTimeout as delay } from 'node:timers/promises';
import type { Relay } from '../relay/relay.ts';

/** Asks other nodes, and this one, for a word through the relay, and waits for it. */
export class Marks {
  readonly #node: string;
  readonly #relay: Relay;
  readonly #asked = new Map<number, (heard: boolean) => void>();
  #last = 0;

  constructor(node: string, relay: Relay) {
    this.#node = node;
    this.#relay = relay;
  }

  /**
   * Resolves once `node` has dealt with all that this node sent to it before; true when it says so itself, false when
   * nobody hears there or no word comes in time.
   */
  async ask(node: string, timeoutMs: number): Promise<boolean> {
    this.#last += 1;
    const mark = this.#last;
    const stop = new AbortController();
    const answer = new Promise<boolean>((resolve) => this.#asked.set(mark, resolve));
    const late = delay(timeoutMs, false, { ref: false, signal: stop.signal }).catch(() => false);
    this.#relay.send(node, { kind: 'mark', node: this.#node, mark });
    try {
      return await Promise.race([answer, late]);
    } finally {
      stop.abort();
      this.#asked.delete(mark);
    }
  }

  /** The word has come; or it is known that none will. */
  answer(mark: number, heard: boolean): void {
    this.#asked.get(mark)?.(heard);
  }
}
