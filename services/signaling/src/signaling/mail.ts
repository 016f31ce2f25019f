import type { Logger } from 'pino';
import type { Membership } from '../membership/membership.ts';
import { StoreUnavailable } from '../membership/store-unavailable.ts';
import type { Relay } from '../relay/relay.ts';
import type { Marks } from './marks.ts';

/** One peer's message on its way to one other. */
export interface Letter {
  readonly room: string;
  readonly from: string;
  readonly to: string;
  readonly frame: Buffer;
  readonly ref?: string | undefined;
  /** The generation of `to` that is known to have no socket any more, whatever the store still believes. */
  readonly deafGen?: number | undefined;
}

interface MailOptions {
  readonly node: string;
  readonly membership: Membership;
  readonly relay: Relay;
  readonly marks: Marks;
  readonly log: Logger;
  /** Hands a frame to a socket of this node; false where there is none for this peer. */
  readonly handOver: (letter: Letter) => boolean;
  /** Resolves once nobody is about to take the peer in here. */
  readonly arrived: (room: string, to: string) => Promise<void>;
  /** The store knows better where a peer is. */
  readonly moved: (room: string, id: string, node: string, gen: number) => void;
  /** The message is lost for good: its sender has to know. */
  readonly lost: (letter: Letter) => void;
}

/** What waits for one peer. */
interface Lane {
  /** Came back from a node that could not deliver it; sent before anything in `queue`. */
  readonly returned: Letter[];
  readonly queue: Letter[];
}

/** How long a node may take to say that it has given back all it could not deliver; then it counts as gone. */
const MARK_TIMEOUT_MS = 2_000;

/**
 * Messages of this node's peers that could not go straight to a socket. A node that cannot deliver gives a message
 * back to the sender's node and never sends it on itself: so one node alone decides on what one peer says to another,
 * and the order holds whichever way the other goes. While something waits for a peer, nothing may pass it by.
 */
export class Mail {
  readonly #options: MailOptions;
  readonly #lanes = new Map<string, Lane>();

  constructor(options: MailOptions) {
    this.#options = options;
  }

  /** Whether a message for this peer has to wait its turn here. */
  busy(room: string, to: string): boolean {
    return this.#lanes.has(laneOf(room, to));
  }

  /** A message that cannot go straight to a socket, or must not overtake those that wait. */
  post(letter: Letter): void {
    const lane = this.#lanes.get(laneOf(letter.room, letter.to));
    if (lane) lane.queue.push(letter);
    else this.#open(letter.room, letter.to, { returned: [], queue: [letter] });
  }

  /** `node` could not deliver this. What else went there for the same peer comes back too, or was delivered. */
  giveBack(letter: Letter, node: string): void {
    const lane = this.#lanes.get(laneOf(letter.room, letter.to));
    if (lane) lane.returned.push(letter);
    else this.#open(letter.room, letter.to, { returned: [letter], queue: [] }, node);
  }

  /** The peer is no longer on `formerNode`: what went there comes to its end before anything goes the new way. */
  turn(room: string, to: string, formerNode: string): void {
    if (!this.busy(room, to)) this.#open(room, to, { returned: [], queue: [] }, formerNode);
  }

  #open(room: string, to: string, lane: Lane, askFirst?: string): void {
    this.#lanes.set(laneOf(room, to), lane);
    void this.#run(room, to, lane, askFirst);
  }

  async #run(room: string, to: string, lane: Lane, askFirst: string | undefined): Promise<void> {
    // All that went to the other node is delivered by then, given back, or lost with that node.
    if (askFirst !== undefined) await this.#options.marks.ask(askFirst, MARK_TIMEOUT_MS);
    const waiting = [lane.returned, lane.queue];
    for (let list = waiting.find(notEmpty); list; list = waiting.find(notEmpty)) {
      const letter = list[0];
      if (!letter) break;
      try {
        const target = await this.#place(letter);
        list.shift();
        if (target !== undefined) {
          this.#sendAll(target, [letter, ...lane.returned, ...lane.queue]);
          break;
        }
      } catch (error) {
        this.#options.log.error({ err: error }, 'mail failed');
        list.shift();
        this.#options.lost(letter);
      }
    }
    this.#lanes.delete(laneOf(room, to));
  }

  /** Keeps a letter, hands it over, or gives the node that it should go to. */
  async #place(letter: Letter): Promise<string | undefined> {
    const { membership, handOver, lost, node, moved } = this.#options;
    const { room, to, frame, deafGen } = letter;
    if (handOver(letter)) return undefined;
    const outcome = await membership.deposit(room, to, [frame], deafGen).catch(awayIfUnavailable);
    switch (outcome.status) {
      case 'away':
        lost(letter);
        return undefined;
      case 'kept':
        if (outcome.count === 0) lost(letter);
        return undefined;
      case 'absent':
        return undefined; // Its `bye` tells the sender.
      case 'attached':
        moved(room, to, outcome.node, outcome.gen);
        if (outcome.node !== node) return outcome.node;
        await this.#options.arrived(room, to);
        // It has its place here and no socket: the store was not told yet. Whoever attaches next takes it along.
        return handOver(letter) ? undefined : this.#place({ ...letter, deafGen: outcome.gen });
      default:
        return outcome satisfies never;
    }
  }

  #sendAll(target: string, letters: readonly Letter[]): void {
    const { relay, node } = this.#options;
    for (const { room, from, to, frame, ref } of letters) {
      relay.send(target, { kind: 'deliver', node, room, from, to: [to], frame, ref });
    }
  }
}

function awayIfUnavailable(error: unknown): { status: 'away' } {
  if (error instanceof StoreUnavailable) return { status: 'away' };
  throw error;
}

function notEmpty(list: readonly Letter[]): boolean {
  return list.length > 0;
}

function laneOf(room: string, peer: string): string {
  return `${room} ${peer}`;
}
