import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Membership, Whereabouts } from '../membership/membership.ts';
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
  /** Rises with each message said on this node. */
  readonly said: number;
  /** Tells a peer that its own message was lost, and is tried until then: no word of the one that it names. */
  readonly tellUntil?: number | undefined;
  /** The generation of `to` that is known to have no socket any more, whatever the store still believes. */
  readonly deafGen?: number | undefined;
  /** The node that gave it back last. */
  readonly backFrom?: string | undefined;
  /** Under which number a node gave it back, which keeps it until it hears that it is placed. */
  readonly keptBy?: { readonly node: string; readonly number: number } | undefined;
  /** The store was asked about the peer before, did not know it, and was told of it since. */
  readonly sought?: boolean;
  /** Nobody heard on the node that has this generation of `to`: it may be dead, or hear again by now. */
  readonly unheardGen?: number | undefined;
}

interface MailOptions {
  readonly node: string;
  readonly membership: Pick<Membership, 'deposit'>;
  readonly relay: Pick<Relay, 'send' | 'withdraw'>;
  readonly marks: Pick<Marks, 'ask' | 'askHolding'>;
  readonly log: Logger;
  /**
   * Whether this node may still speak for the sender: not where that may have said more elsewhere since. May reject with
   * StoreUnavailable.
   */
  readonly maySpeakFor: (letter: Letter) => boolean | Promise<boolean>;
  /** Hands a frame to a socket of this node; false where there is none for this peer. */
  readonly handOver: (letter: Letter) => boolean;
  /** Resolves once nobody is about to take the peer in here. */
  readonly arrived: (room: string, to: string) => Promise<void>;
  /** Whether a peer that the store does not know is a member after all, once the room was held against the store. */
  readonly stillHere: (room: string, to: string) => Promise<boolean>;
  /** The store knows better where a peer is. */
  readonly moved: (room: string, id: string, at: Whereabouts) => void;
  /** The message is lost for good: its sender has to know. */
  readonly lost: (letter: Letter) => void;
}

/** What waits for one peer. */
interface Lane {
  /** Came back from nodes that could not deliver it, in the order said; all of it before anything in `queue`. */
  readonly returned: Letter[];
  readonly queue: Letter[];
  /** Nodes that may still give something back. */
  readonly asked: Map<string, Promise<void>>;
  /** How often a node was asked. */
  asks: number;
  /** Resolves once all of it is placed. */
  done: Promise<void>;
}

/** Where a letter goes on to, or that it found its end. */
type Placed = { readonly goesTo: string } | 'placed' | 'away';

/** How long a node may take to say that it has given back all it could not deliver; then it counts as gone. */
const MARK_TIMEOUT_MS = 2_000;
/** The same on a node that stops: it has waited before, and what it cannot place before its end is lost. */
const LAST_MARK_TIMEOUT_MS = 300;
/** Before something goes to a node again that just gave it back: either that node or the store is about to learn better. */
const BACK_AGAIN_MS = 50;

/**
 * Messages of this node's peers that could not go straight to a socket. A node that cannot deliver gives a message
 * back to the sender's node and never sends it on itself: so one node alone decides on what one peer says to another,
 * and the order holds whichever way the other goes. While something waits for a peer, nothing may pass it by.
 */
export class Mail {
  readonly #options: MailOptions;
  readonly #lanes = new Map<string, Lane>();
  #markTimeoutMs = MARK_TIMEOUT_MS;

  constructor(options: MailOptions) {
    this.#options = options;
  }

  /** This node stops: from here on it waits but shortly for nodes that keep silent. */
  hurry(): void {
    this.#markTimeoutMs = LAST_MARK_TIMEOUT_MS;
  }

  /** Whether a message for this peer has to wait its turn here. */
  busy(room: string, to: string): boolean {
    return this.#lanes.size > 0 && this.#lanes.has(laneOf(room, to));
  }

  /** Resolves once all that waits here from this peer is placed; undefined where nothing does. */
  placed(from: string): Promise<unknown> | undefined {
    const lanes = [...this.#lanes.values()].filter(({ returned, queue }) =>
      [...returned, ...queue].some((letter) => letter.from === from),
    );
    return lanes.length > 0 ? Promise.all(lanes.map(({ done }) => done)) : undefined;
  }

  /** Resolves once all that waits here now is placed. */
  allPlaced(): Promise<unknown> {
    return Promise.all([...this.#lanes.values()].map(({ done }) => done));
  }

  /** A message that cannot go straight to a socket, or must not overtake those that wait. */
  post(letter: Letter): void {
    this.#lane(letter.room, letter.to, (lane) => lane.queue.push(letter));
  }

  /** `node` could not deliver this. What else went there for the same peer comes back too, or was delivered. */
  giveBack(letter: Letter, node: string): void {
    this.#lane(letter.room, letter.to, (lane) => {
      putInOrder(lane.returned, letter);
      this.#ask(letter.room, letter.to, lane, node);
    });
  }

  /** The peer is no longer on `formerNode`: what went there comes to its end before anything goes the new way. */
  turn(room: string, to: string, formerNode: string): void {
    this.#lane(room, to, (lane) => this.#ask(room, to, lane, formerNode));
  }

  #lane(room: string, to: string, fill: (lane: Lane) => void): void {
    const known = this.#lanes.get(laneOf(room, to));
    if (known) {
      fill(known);
      return;
    }
    const lane: Lane = { returned: [], queue: [], asked: new Map(), asks: 0, done: Promise.resolve() };
    this.#lanes.set(laneOf(room, to), lane);
    fill(lane);
    lane.done = this.#run(room, to, lane);
  }

  #ask(room: string, to: string, lane: Lane, node: string): void {
    lane.asks += 1;
    if (lane.asked.has(node)) return;
    const asked = this.#bringBack(room, to, lane, node).finally(() => lane.asked.delete(node));
    lane.asked.set(node, asked);
  }

  async #run(room: string, to: string, lane: Lane): Promise<void> {
    for (;;) {
      // All that went to other nodes before is here or delivered first.
      while (lane.asked.size > 0) await Promise.all(lane.asked.values());
      const list = [lane.returned, lane.queue].find(notEmpty);
      const letter = list?.[0];
      if (!list || !letter) break;
      const { asks } = lane;
      const placed = await this.#tryToPlace(letter);
      if (placed === 'away') {
        // What waits behind it would only wait longer for the same answer.
        for (const each of [...lane.returned.splice(0), ...lane.queue.splice(0)]) {
          this.#options.lost(each);
          this.#ended(each);
        }
        continue;
      }
      // Older ones may have come back meanwhile, and stand before it now.
      const at = list.indexOf(letter);
      if (placed === 'placed') {
        list.splice(at, 1);
        this.#ended(letter);
        continue;
      }
      if (placed.goesTo === letter.backFrom) {
        list[at] = { ...letter, backFrom: undefined };
        await delay(BACK_AGAIN_MS, undefined, { ref: false });
        continue;
      }
      // A node was asked while the store was: the peer is moving. What is sent there now comes back after that node's
      // answer, and so after what is placed then.
      if (lane.asks !== asks) continue;
      this.#sendAll(placed.goesTo, [...lane.returned.splice(0), ...lane.queue.splice(0)]);
      break;
    }
    this.#lanes.delete(laneOf(room, to));
  }

  /** All that went to the other node is delivered by then or given back; or that node is gone, and it is taken back. */
  async #bringBack(room: string, to: string, lane: Lane, node: string): Promise<void> {
    const { marks, relay } = this.#options;
    if (await marks.askHolding(node, room, to, this.#markTimeoutMs)) return;
    for (const { said = 0, ...envelope } of relay.withdraw(node, room, to)) {
      putInOrder(lane.returned, { ...envelope, said, to });
    }
  }

  async #tryToPlace(letter: Letter): Promise<Placed> {
    try {
      return await this.#place(letter);
    } catch (error) {
      this.#options.log.error({ err: error }, 'mail failed');
      this.#options.lost(letter);
      return 'placed';
    }
  }

  /** Keeps a letter, hands it over, or gives the node that it should go to. */
  async #place(letter: Letter): Promise<Placed> {
    const { membership, maySpeakFor, handOver, lost, node, moved, relay } = this.#options;
    const { room, to, frame, deafGen } = letter;
    if (letter.tellUntil === undefined) {
      const answer = maySpeakFor(letter);
      const may = typeof answer === 'boolean' ? answer : await answer.catch(awayIfUnavailable);
      if (typeof may === 'object') return may.status;
      if (!may) {
        lost(letter);
        return 'placed';
      }
    }
    if (handOver(letter)) return 'placed';
    const outcome = await membership.deposit(room, to, [frame], deafGen).catch(awayIfUnavailable);
    switch (outcome.status) {
      case 'away':
        return 'away';
      case 'kept':
        if (outcome.count === 0) lost(letter);
        else if (outcome.collector !== undefined && outcome.collector !== node)
          relay.send(outcome.collector, { kind: 'mail', room, id: to });
        return 'placed';
      case 'absent':
        return this.#seek(letter);
      case 'attached':
        moved(room, to, outcome.at);
        return this.#forAttached(letter, outcome.at);
      default:
        return outcome satisfies never;
    }
  }

  /** The store does not know the peer: it is gone, and its `bye` tells the sender; or the store lost its memory. */
  async #seek(letter: Letter): Promise<Placed> {
    const { lost, stillHere } = this.#options;
    if (letter.sought) lost(letter);
    else if (await stillHere(letter.room, letter.to)) return this.#place({ ...letter, sought: true });
    return 'placed';
  }

  async #forAttached(letter: Letter, { node: target, gen }: Whereabouts): Promise<Placed> {
    const { node, handOver, arrived, marks } = this.#options;
    if (target !== node) {
      const isDeaf = letter.unheardGen === gen && !(await marks.ask(target, this.#markTimeoutMs));
      return isDeaf ? this.#place({ ...letter, deafGen: gen }) : { goesTo: target };
    }
    await arrived(letter.room, letter.to);
    // It has its place here and no socket: the store was not told yet. Whoever attaches next takes it along.
    return handOver(letter) ? 'placed' : this.#place({ ...letter, deafGen: gen });
  }

  #sendAll(target: string, letters: readonly Letter[]): void {
    for (const letter of letters) {
      const { room, from, to, frame, ref, said, tellUntil } = letter;
      const deliver = { kind: 'deliver', room, from, to: [to], frame, ref, said, tellUntil } as const;
      this.#options.relay.send(target, deliver);
      this.#ended(letter);
    }
  }

  /** Nothing of it is left to do here. */
  #ended({ to, keptBy }: Letter): void {
    if (keptBy) this.#options.relay.send(keptBy.node, { kind: 'placed', number: keptBy.number, to });
  }
}

function awayIfUnavailable(error: unknown): { status: 'away' } {
  if (error instanceof StoreUnavailable) return { status: 'away' };
  throw error;
}

/** What comes back by different ways comes in any order. */
function putInOrder(letters: Letter[], letter: Letter): void {
  const behind = letters.findLastIndex(({ said }) => said <= letter.said);
  letters.splice(behind + 1, 0, letter);
}

function notEmpty(list: readonly Letter[]): boolean {
  return list.length > 0;
}

function laneOf(room: string, peer: string): string {
  return `${room} ${peer}`;
}
