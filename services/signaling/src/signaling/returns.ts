import { setTimeout as delay } from 'node:timers/promises';
import type { ReturnedEnvelope } from '../relay/envelope.ts';
import type { Relay } from '../relay/relay.ts';
import { HandedBack } from './handed-back.ts';
import type { Marks } from './marks.ts';

/** How soon a message is given back again to a node that did not hear. */
const RETRY_MS = 250;

interface ReturnsOptions {
  readonly relay: Pick<Relay, 'send' | 'accepted'>;
  readonly marks: Pick<Marks, 'hears'>;
  readonly leaseMs: number;
  /** Whether this node is heard itself: while the relay is away, nobody hears, and nobody need be dead. */
  readonly isHeard: () => boolean;
  /**
   * The sender's node is dead: the message is placed from here, unless the sender has gone on from there; with undefined
   * for the node what it says next waits for this, wherever it is.
   */
  readonly place: (envelope: ReturnedEnvelope, node: string | undefined) => void;
}

/** One message on its way back. */
interface Way {
  readonly node: string;
  /** By the last try. */
  heard: boolean;
  /** That nobody heard, once: another try may be under way. */
  deaf: boolean;
  over: boolean;
}

/** Messages that could not be handed over here, on their way back to the nodes they came from. */
export class Returns {
  readonly #options: ReturnsOptions;
  readonly #underWay = new Map<ReturnedEnvelope, Way>();
  readonly #handedBack: HandedBack;
  /** Placed from here, though the relay may yet say of them that nobody heard. */
  readonly #placed = new WeakSet<ReturnedEnvelope>();
  /** "NODE ROOM PEER": what came from there for that peer was given back, and the node has not said that it holds on. */
  readonly #ways = new Set<string>();

  constructor(options: ReturnsOptions) {
    this.#options = options;
    this.#handedBack = new HandedBack({ ...options, place: (envelope, node) => this.#place(envelope, node) });
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
   * Gives a message back, again and again until its sender's node hears; one that does not for a lease, in which this
   * node is heard itself, is dead, and the message is placed from here. Resolves then: until it does the message must not
   * be confirmed, or the other node would take it for delivered. One that was heard is remembered until the node says
   * that it has placed it.
   */
  async send(node: string, envelope: ReturnedEnvelope): Promise<void> {
    const { relay, leaseMs, isHeard } = this.#options;
    this.#ways.add(`${node} ${envelope.room} ${envelope.to}`);
    const way: Way = { node, heard: true, deaf: false, over: false };
    this.#underWay.set(envelope, way);
    for (let waited = 0; waited <= leaseMs && !way.over; waited = isHeard() ? waited + RETRY_MS : 0) {
      way.heard = true;
      relay.send(node, envelope);
      await relay.accepted();
      if (way.heard) break;
      await delay(RETRY_MS, undefined, { ref: false });
    }
    this.#underWay.delete(envelope);
    if (way.heard) this.#handedBack.keep(node, envelope);
    else this.#giveUp(envelope, node);
  }

  /** A node has placed a message that it had taken back. */
  placed(node: string, at: { readonly number: number; readonly to: string }): void {
    this.#handedBack.placed(node, at);
  }

  /** This node stops: what would wait for dead nodes is placed now. */
  async hurry(): Promise<void> {
    for (const [envelope, way] of this.#underWay) {
      if (!way.deaf || way.over) continue;
      way.over = true;
      this.#giveUp(envelope, way.node);
    }
    await this.#handedBack.hurry();
  }

  /**
   * A peer came here from a node that nobody hears: what it said there, and could not be given back yet, is placed from
   * here, before anything that it says here or where it went from here, as both wait for that.
   */
  takeOver(node: string, room: string, from: string): void {
    for (const envelope of this.#handedBack.take(node, room, from)) this.#place(envelope);
    for (const [envelope, way] of this.#underWay) {
      if (!way.deaf || way.over || way.node !== node || envelope.room !== room || envelope.from !== from)
        continue;
      way.over = true;
      this.#place(envelope);
    }
  }

  /** Nobody heard on the node that this came back. */
  unheard(envelope: ReturnedEnvelope, node: string): void {
    const way = this.#underWay.get(envelope);
    if (way) Object.assign(way, { heard: false, deaf: true });
    else this.#giveUp(envelope, node);
  }

  /** The node is dead: what it took back of the same sender before comes first. */
  #giveUp(envelope: ReturnedEnvelope, node: string): void {
    for (const before of this.#handedBack.take(node, envelope.room, envelope.from)) this.#place(before, node);
    this.#place(envelope, node);
  }

  #place(envelope: ReturnedEnvelope, node?: string): void {
    if (this.#placed.has(envelope)) return;
    this.#placed.add(envelope);
    this.#options.place(envelope, node);
  }
}
