import { setTimeout as delay } from 'node:timers/promises';
import type { ReturnedEnvelope } from '../relay/envelope.ts';
import type { Relay } from '../relay/relay.ts';

/** How soon a message is given back again to a node that did not hear. */
const RETRY_MS = 250;

interface ReturnsOptions {
  readonly relay: Relay;
  readonly leaseMs: number;
  /** The sender's node is dead: the message is placed from here. */
  readonly place: (envelope: ReturnedEnvelope, node: string) => void;
}

/** Messages that could not be handed over here, on their way back to the nodes they came from. */
export class Returns {
  readonly #options: ReturnsOptions;
  /** What to do where nobody heard of one that comes back. */
  readonly #underWay = new Map<ReturnedEnvelope, () => void>();
  /** "NODE ROOM PEER": what came from there for that peer was given back, and the node has not said that it holds on. */
  readonly #ways = new Set<string>();

  constructor(options: ReturnsOptions) {
    this.#options = options;
  }

  /** Whether something went back that what comes now must not overtake. */
  has(node: string, room: string, id: string): boolean {
    return this.#ways.size > 0 && this.#ways.has(`${node} ${room} ${id}`);
  }

  /** A node holds from here on what it has for a peer: what it sends after this is new. */
  holdsOn(node: string, room: string, id: string): void {
    this.#ways.delete(`${node} ${room} ${id}`);
  }

  /**
   * Gives a message back, again and again until its sender's node hears; one that does not for a lease is dead, and the
   * message is placed from here. Resolves then: until it does the message must not be confirmed, or the other node would
   * take it for delivered.
   */
  async send(node: string, envelope: ReturnedEnvelope): Promise<void> {
    const { relay, leaseMs, place } = this.#options;
    this.#ways.add(`${node} ${envelope.room} ${envelope.to}`);
    for (let waited = 0; waited <= leaseMs; waited += RETRY_MS) {
      let heard = true;
      this.#underWay.set(envelope, () => (heard = false));
      relay.send(node, envelope);
      await relay.accepted();
      this.#underWay.delete(envelope);
      if (heard) return;
      await delay(RETRY_MS, undefined, { ref: false });
    }
    place(envelope, node);
  }

  /** Nobody heard on the node that this came back. */
  unheard(envelope: ReturnedEnvelope, node: string): void {
    const retry = this.#underWay.get(envelope);
    if (retry) retry();
    else this.#options.place(envelope, node);
  }
}
