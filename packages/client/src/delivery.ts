import { EarlySignals } from './early-signals.ts';
import type { Bye, Joined, OtherJoin } from './messages.ts';
import { NumberedLink } from './numbered-link.ts';
import type { NumberedFrame } from './numbering.ts';
import { earliest } from './outgoing-link.ts';
import { fromWire, toWire } from './peer-envelope.ts';
import type { PeerMessage } from './peer-envelope.ts';
import type { SignalingConnection } from './signaling-connection.ts';
import { TypedEvents } from './typed-events.ts';

/** The longest message to a peer, in bytes of its JSON. The server takes 65,536 with all that stands around it. */
export const MAX_DATA_BYTES = 60_000;

/**
 * What became of a message. `arrived`: the peer's library has it. `said`: it went out once to a peer that cannot
 * confirm. `gone`: the peer left before it was confirmed, or we did. `full`: too much waits for this peer; it was not
 * taken.
 */
export type Fate = 'arrived' | 'said' | 'gone' | 'full';

export interface DeliveryEvents {
  /** As of SignalingConnection, and in the right order with what peers say. */
  joined: Joined;
  otherjoin: OtherJoin;
  bye: Bye;
  message: { from: string } & PeerMessage;
}

interface Said {
  message: PeerMessage;
  isStale: (() => boolean) | undefined;
  settle: (fate: Fate) => void;
}

type Link = NumberedLink<Said, PeerMessage>;

/** Exactly-once delivery between the peers of one room, over however many connections their sessions take. */
export class Delivery extends TypedEvents<DeliveryEvents> {
  readonly #signaling: SignalingConnection;
  readonly #links = new Map<string, Link>();
  readonly #early = new EarlySignals();
  #epochs = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(signaling: SignalingConnection) {
    super();
    this.#signaling = signaling;
    signaling.on('joined', (joined) => this.#joined(joined));
    signaling.on('otherjoin', (peer) => {
      this.emit('otherjoin', peer);
      this.#replay(peer.id);
    });
    signaling.on('bye', (bye) => {
      this.#close(bye.id);
      this.#early.take(bye.id);
      this.emit('bye', bye);
    });
    signaling.on('message', ({ from, data }) => this.#heard(from, data));
    signaling.on('resumed', () => {
      for (const link of this.#links.values()) link.resumed(performance.now());
      this.#pump();
    });
    signaling.on('state', ({ name }) => {
      if (name === 'left' || name === 'stopped') this.#closeAll();
    });
  }

  /**
   * Says something to a peer, exactly once and in order, through any fault short of its `bye`. Resolves with what
   * became of it, never rejects. Throws where `data` is no JSON or longer than MAX_DATA_BYTES.
   */
  send(to: string, data: unknown): Promise<Fate> {
    const json: string | undefined = JSON.stringify(data);
    if (json === undefined) throw new TypeError('this cannot be sent: give a value that JSON can hold');
    if (new TextEncoder().encode(json).length > MAX_DATA_BYTES) {
      throw new RangeError(`this is too long: ${MAX_DATA_BYTES} bytes of JSON at most; send a file instead`);
    }
    // A copy, so that what is said again is what was said first.
    return this.#say(to, { data: JSON.parse(json), app: true });
  }

  /** For the library's own words. Once `isStale` says so, it is not said any more: the others pass over its number. */
  sendOwn(to: string, data: unknown, isStale?: () => boolean): void {
    void this.#say(to, { data, app: false }, isStale);
  }

  #say(to: string, message: PeerMessage, isStale?: () => boolean): Promise<Fate> {
    const link = this.#link(to);
    if (link === undefined) return Promise.resolve('gone');
    return new Promise((settle) => {
      if (link.say({ message, isStale, settle })) this.#pump();
      else settle('full');
    });
  }

  #joined(joined: Joined): void {
    // Under our new id we are somebody else to everybody.
    this.#closeAll();
    this.emit('joined', joined);
    for (const { id } of joined.peers) this.#replay(id);
  }

  #heard(from: string, wire: unknown): void {
    const link = this.#link(from);
    if (link === undefined) {
      this.#early.keep(from, wire);
      return;
    }
    const frame = fromWire(wire);
    if (frame === undefined) {
      link.receivePlain();
      this.emit('message', { from, data: wire, app: false });
    } else this.#receive(from, link, frame);
    this.#pump();
  }

  #receive(from: string, link: Link, frame: NumberedFrame<PeerMessage>): void {
    const { heard, arrived } = link.receive(frame, performance.now());
    for (const { settle } of arrived) settle('arrived');
    for (const message of heard) this.emit('message', { from, ...message });
  }

  #link(id: string): Link | undefined {
    const known = this.#links.get(id);
    if (known !== undefined || !this.#signaling.peers.some((peer) => peer.id === id)) return known;
    const link: Link = new NumberedLink(() => (this.#epochs += 1));
    this.#links.set(id, link);
    return link;
  }

  // News of a peer's coming may travel another way than what it says.
  #replay(id: string): void {
    for (const wire of this.#early.take(id)) this.#heard(id, wire);
  }

  /** Sends what is due, and comes back when more is. */
  #pump(): void {
    clearTimeout(this.#timer);
    if (!this.#signaling.isOpen) return;
    const now = performance.now();
    for (const [id, link] of this.#links) this.#pumpLink(id, link, now);
    const dueAt = earliest([...this.#links.values()].map((link) => link.dueAt()));
    if (dueAt !== undefined)
      this.#timer = setTimeout(() => this.#pump(), Math.max(0, Math.ceil(dueAt - now)));
  }

  #pumpLink(id: string, link: Link, now: number): void {
    link.look(now);
    if (link.kind === 'plain') return this.#pumpPlain(id, link);
    for (const { numbering, message: said } of link.take(now)) {
      const message = said?.isStale?.() === true ? undefined : said?.message;
      this.#signaling.send(toWire({ numbering, message }), id);
    }
  }

  #pumpPlain(id: string, link: Link): void {
    for (const { message: entry, said } of link.drain()) {
      const { message, isStale, settle } = entry;
      if (!said && isStale?.() !== true) this.#signaling.send(message.data, id);
      settle('said');
    }
  }

  #close(id: string): void {
    for (const { message } of this.#links.get(id)?.drain() ?? []) message.settle('gone');
    this.#links.delete(id);
  }

  #closeAll(): void {
    clearTimeout(this.#timer);
    for (const id of this.#links.keys()) this.#close(id);
    this.#early.clear();
  }
}
