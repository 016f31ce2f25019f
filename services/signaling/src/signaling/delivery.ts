import type { Logger } from 'pino';
import type { Membership } from '../membership/membership.ts';
import type { DeliverEnvelope, ReturnedEnvelope } from '../relay/envelope.ts';
import type { Relay } from '../relay/relay.ts';
import { Arrivals } from './arrivals.ts';
import { KeptMail } from './kept-mail.ts';
import type { Lease } from './lease.ts';
import { Mail } from './mail.ts';
import type { Marks } from './marks.ts';
import { Notices } from './notices.ts';
import type { Observer } from './observer.ts';
import type { Frame } from './outlet.ts';
import type { Parcel } from './parcel.ts';
import { PeersBefore } from './peers-before.ts';
import { Returns } from './returns.ts';
import type { Rooms } from './rooms.ts';
import { SaidHere } from './said-here.ts';
import { Undealt } from './undealt.ts';

interface DeliveryOptions {
  readonly node: string;
  readonly membership: Membership;
  readonly relay: Relay;
  readonly marks: Marks;
  readonly rooms: Rooms;
  readonly lease: Lease;
  readonly leaseMs: number;
  /** Holds a room against the store. Never rejects; false where that could not be asked. */
  readonly compare: (room: string) => Promise<boolean>;
  /** Tells the store, sooner or later, that kept frames were handed over. Never rejects. */
  readonly discard: (room: string, id: string, upTo: number) => Promise<unknown>;
  /** Whether a peer left its room on this node: what it said before is the last that it said. */
  readonly hadLastWord: (room: string, id: string) => boolean;
  readonly observer: Observer;
  readonly log: Logger;
}

interface Received {
  readonly envelope: DeliverEnvelope;
  readonly node: string;
  readonly number: number;
}

/** Brings messages to members of a room: straight to a socket here, to another node, or by mail. */
export class Delivery {
  readonly mail: Mail;
  readonly returns: Returns;
  readonly keptMail: KeptMail;
  readonly said: SaidHere;
  readonly #notices: Notices;
  readonly #options: DeliveryOptions;
  readonly #arrivals = new Arrivals<Received>(({ envelope, node, number }) =>
    this.receive(envelope, node, number, false),
  );
  readonly #peersBefore = new PeersBefore();
  readonly #undealt = new Undealt();

  /** Peers that came here from another node, and the word that what they said there is placed. */
  readonly #followed = new Map<string, Promise<unknown>>();

  constructor(options: DeliveryOptions) {
    this.#options = options;
    const { node, membership, relay, lease, leaseMs, marks, log, rooms } = options;
    this.said = new SaidHere(options);
    this.returns = new Returns({
      relay,
      marks,
      leaseMs,
      isHeard: () => lease.held,
      place: (envelope, deadNode) => this.#placeFor(envelope, deadNode),
    });
    this.keptMail = new KeptMail({
      membership,
      session: (room, id) => rooms.session(room, id),
      discard: (room, id, upTo) => options.discard(room, id, upTo),
    });
    this.#notices = new Notices({
      post: (letter) => this.mail.post(letter),
      handOver: (room, peer, frame) => rooms.session(room, peer)?.outlet?.send(frame) ?? false,
      observer: options.observer,
      log,
    });
    this.mail = new Mail({
      node,
      membership,
      relay,
      marks,
      log,
      maySpeakFor: (letter) => this.said.mayPassOn(letter),
      handOver: ({ room, to, frame }) => this.#handOver(room, to, frame),
      arrived: (room, to) => this.#arrivals.settled(room, to),
      stillHere: (room, to) => this.#stillHere(room, to),
      moved: (room, id, at) => rooms.move(room, id, at),
      lost: (letter) => this.#notices.lost(letter),
    });
  }

  /** Sends a message of a peer of this node to members of its room; each of `to` is one. */
  send(parcel: Parcel, to: readonly string[]): void {
    const { rooms, relay, node, observer } = this.#options;
    const { room, from, frame, ref } = parcel;
    // Made where it is needed: most messages go to one peer, here.
    let elsewhere: Map<string, string[]> | undefined;
    const said = this.said.next();
    for (const id of to) {
      const target = rooms.member(room, id)?.node;
      const byMail = target === undefined || this.mail.busy(room, id);
      if (!byMail && target !== node) {
        observer.forwarded('remote');
        elsewhere ??= new Map();
        elsewhere.set(target, [...(elsewhere.get(target) ?? []), id]);
      } else if (byMail || !this.#handOver(room, id, frame)) {
        const deafGen = rooms.session(room, id)?.gen;
        this.mail.post({ room, from, to: id, frame: frame.bytes, ref, said, deafGen });
      }
    }
    if (!elsewhere) return;
    for (const [target, ids] of elsewhere) {
      relay.send(target, { kind: 'deliver', room, from, to: ids, frame: frame.bytes, ref, said });
    }
  }

  /**
   * Another node sent this for peers that it believes here. What cannot be handed over goes back; so does everything
   * while others may have given this node up, for then its peers may have gone on elsewhere. And what follows goes back
   * as well, until the other node says that it holds on: it must not overtake what it could not follow. `fenced` says
   * that this node had no lease when it came. Gives a promise where something has to wait for a peer that is arriving.
   */
  receive(
    envelope: DeliverEnvelope,
    node: string,
    number: number,
    fenced: boolean,
  ): Promise<void> | undefined {
    const { rooms, lease, compare } = this.#options;
    const { room, from, to, frame, ref } = envelope;
    const waits: Promise<void>[] = [];
    for (const id of to) {
      // Not even made where nobody arrives, as this is asked for each message of another node.
      const kept = () => ({ envelope: { ...envelope, to: [id] }, node, number });
      const wait = fenced || !this.#arrivals.any ? undefined : this.#arrivals.keep(room, id, kept());
      if (wait) {
        waits.push(wait);
        continue;
      }
      const mayPass = !fenced && lease.held && !this.returns.has(node, room, id);
      if (mayPass && this.#handOver(room, id, frame)) continue;
      const session = rooms.session(room, id);
      // Whoever sends it believes the peer here, and so may the store.
      if (!session) void compare(room);
      // One that has its socket here and may use it: only the order keeps the message from it.
      const gen = session?.outlet && lease.held ? undefined : session?.gen;
      const returned = { kind: 'returned', number, room, from, to: id, frame, ref, gen } as const;
      this.#peersBefore.note(returned, session);
      waits.push(this.returns.send(node, returned));
    }
    return waits.length > 0 ? this.#undealt.note(node, Promise.all(waits)) : undefined;
  }

  /** Resolves once all that came from a node so far is dealt with; undefined where it is. */
  dealtWith(node: string): Promise<unknown> | undefined {
    return this.#undealt.of(node);
  }

  /** What this node sent could not be delivered where it went. One that is not waited for any more is settled. */
  giveBack(envelope: ReturnedEnvelope, node: string): void {
    const { number, to, gen } = envelope;
    const { relay } = this.#options;
    const sent = relay.settle(node, number, to);
    if (!sent) {
      relay.send(node, { kind: 'placed', number, to });
      return;
    }
    const { room, from, frame, ref, said = 0, tellUntil } = sent;
    const back = { deafGen: gen, backFrom: node, keptBy: { node, number } };
    this.mail.giveBack({ room, from, to, frame, ref, said, tellUntil, ...back }, node);
  }

  /** A node did not hear: what was for its peers is kept for them, in the order it was sent. */
  undelivered(target: string, { room, from, to, frame, ref, said = 0, tellUntil }: DeliverEnvelope): void {
    for (const id of to) {
      const member = this.#options.rooms.member(room, id);
      const unheardGen = member?.node === target ? member.gen : undefined;
      this.mail.giveBack({ room, from, to: id, frame, ref, said, tellUntil, unheardGen }, target);
    }
  }

  /** Keeps what comes for a peer until it is taken in here, or turned away, which the function given back tells. */
  arrive(room: string, id: string): () => void {
    return this.#arrivals.begin(room, id);
  }

  /**
   * Hands over what was kept for a peer of this node while others did not reach it. What comes meanwhile waits, also
   * while the store is away.
   */
  async collect(room: string, id: string): Promise<void> {
    const { rooms } = this.#options;
    if (!rooms.session(room, id)) return;
    const collected = this.arrive(room, id);
    try {
      await this.keptMail.collect(room, id);
    } finally {
      collected();
    }
  }

  /**
   * Resolves once all that a peer of this node said before is handed to a socket, taken over by the relay or the store,
   * or refused; undefined where it is so already.
   */
  accepted(from: string): Promise<void> | undefined {
    const relayed = this.#options.relay.accepted();
    const placed = this.mail.placed(from);
    return relayed || placed ? this.#accept(from, relayed) : undefined;
  }

  /**
   * A peer came here by other nodes: resolves once all that it said there is placed, or those that hold it back do not
   * answer in time; and what of it was kept for peers of this node is handed over.
   */
  async follow(room: string, id: string, nodes: readonly string[], timeoutMs: number): Promise<void> {
    const { marks } = this.#options;
    const asked = Promise.all(
      nodes.map(async (node) => {
        // Dead, then: what it gave nodes before may be on its way back to it, and would have nobody to tell.
        if (!(await marks.askSettled(node, room, id, timeoutMs))) this.returns.takeOver(node, room, id);
      }),
    );
    const followed = asked.then(() => this.#arrivals.allSettled(room));
    const key = `${room} ${id}`;
    this.#followed.set(key, followed);
    await followed;
    if (this.#followed.get(key) === followed) this.#followed.delete(key);
  }

  /** Resolves once all that a peer said here, and on the nodes it came here from, is placed. */
  async settledFor(room: string, id: string): Promise<void> {
    await this.#followed.get(`${room} ${id}`);
    await this.settled();
  }

  /** Resolves once all that this node sent so far has come to its end. */
  async settled(): Promise<void> {
    await this.mail.allPlaced();
    await this.#options.relay.confirmed();
    // What was given back meanwhile.
    await this.mail.allPlaced();
    await this.#options.relay.confirmed();
  }

  /** Resolves once all that waits here is placed, and all whose messages were lost are told. */
  async allTold(): Promise<void> {
    do {
      await this.#notices.triedAgain();
      await this.mail.allPlaced();
    } while (this.#notices.pending);
  }

  async #accept(from: string, relayed: Promise<unknown> | undefined): Promise<void> {
    await relayed;
    await this.mail.placed(from);
    // A lane may have sent on what it held.
    await this.#options.relay.accepted();
  }

  /**
   * Places a message whose sender's node died; not where the sender has gone on from that node, as it may have said more
   * since, nor where the peer may have been given something newer. Without a node the sender has said nothing more.
   */
  #placeFor(envelope: ReturnedEnvelope, deadNode: string | undefined): void {
    const { rooms } = this.#options;
    const { room, from, to, frame, ref, gen } = envelope;
    const letter = { room, from, to, frame, ref, said: this.said.next(), deafGen: gen };
    const wentOn = deadNode !== undefined && rooms.member(room, from)?.node !== deadNode;
    const isNext = !wentOn && this.#peersBefore.mayTake(envelope, rooms.session(room, to));
    if (isNext) this.mail.post(letter);
    else this.#notices.lost(letter);
  }

  async #stillHere(room: string, id: string): Promise<boolean> {
    const { rooms, compare } = this.#options;
    if (!rooms.member(room, id)) return false;
    await compare(room);
    return rooms.member(room, id) !== undefined;
  }

  #handOver(room: string, to: string, frame: Frame): boolean {
    const { rooms, observer } = this.#options;
    if (!rooms.session(room, to)?.outlet?.send(frame)) return false;
    observer.forwarded('local');
    return true;
  }
}
