import type { Logger } from 'pino';
import type { Membership } from '../membership/membership.ts';
import type { DeliverEnvelope, ReturnedEnvelope } from '../relay/envelope.ts';
import type { Relay } from '../relay/relay.ts';
import { roomTag } from './identity.ts';
import { Mail } from './mail.ts';
import type { Marks } from './marks.ts';
import type { Letter } from './mail.ts';
import type { Observer } from './observer.ts';
import type { Rooms } from './rooms.ts';
import { encode } from './server-frames.ts';

interface DeliveryOptions {
  readonly node: string;
  readonly membership: Membership;
  readonly relay: Relay;
  readonly marks: Marks;
  readonly rooms: Rooms;
  readonly observer: Observer;
  readonly log: Logger;
}

/** A peer's message, ready to go to sockets. */
export interface Parcel {
  readonly room: string;
  readonly from: string;
  readonly frame: string;
  readonly ref: string | undefined;
}

interface Arrival {
  readonly waiting: DeliverEnvelope[];
  readonly settled: Promise<void>;
}

/** Brings messages to members of a room: straight to a socket here, to another node, or by mail. */
export class Delivery {
  readonly mail: Mail;
  readonly #options: DeliveryOptions;
  /** Peers about to be taken in here, and what came for them meanwhile. */
  readonly #arriving = new Map<string, Arrival>();

  constructor(options: DeliveryOptions) {
    this.#options = options;
    const { node, membership, relay, marks, log, rooms } = options;
    this.mail = new Mail({
      node,
      membership,
      relay,
      marks,
      log,
      handOver: ({ room, to, frame }) => this.#handOver(room, to, frame),
      arrived: async (room, to) => this.#arriving.get(`${room} ${to}`)?.settled,
      moved: (room, id, target, gen) => void rooms.move(room, id, target, gen),
      lost: (letter) => void this.#tellLost(letter),
    });
  }

  /** Sends a message of a peer of this node to members of its room; each of `to` is one. */
  send(parcel: Parcel, to: readonly string[]): void {
    const { rooms, relay, node, observer } = this.#options;
    const { room, from, ref } = parcel;
    const elsewhere = new Map<string, string[]>();
    let bytes: Buffer | undefined;
    for (const id of to) {
      const target = rooms.member(room, id)?.node;
      const byMail = target === undefined || this.mail.busy(room, id);
      if (!byMail && target !== node) {
        observer.forwarded('remote');
        elsewhere.set(target, [...(elsewhere.get(target) ?? []), id]);
      } else if (byMail || !this.#handOver(room, id, parcel.frame)) {
        bytes ??= Buffer.from(parcel.frame);
        this.mail.post({ room, from, to: id, frame: bytes, ref, deafGen: rooms.session(room, id)?.gen });
      }
    }
    for (const [target, ids] of elsewhere) {
      bytes ??= Buffer.from(parcel.frame);
      relay.send(target, { kind: 'deliver', node, room, from, to: ids, frame: bytes, ref });
    }
  }

  /** Another node sent this for peers that it believes here. What cannot be handed over goes back. */
  receive(envelope: DeliverEnvelope): void {
    const { rooms, relay } = this.#options;
    const { node, room, from, to, frame, ref } = envelope;
    for (const id of to) {
      const arriving = this.#arriving.get(`${room} ${id}`);
      if (arriving) {
        arriving.waiting.push({ ...envelope, to: [id] });
      } else if (!this.#handOver(room, id, frame)) {
        const gen = rooms.session(room, id)?.gen;
        relay.send(node, { kind: 'returned', node: this.#options.node, room, from, to: id, frame, ref, gen });
      }
    }
  }

  /** What this node sent could not be delivered where it went. */
  giveBack({ node, room, from, to, frame, ref, gen }: ReturnedEnvelope): void {
    this.mail.giveBack({ room, from, to, frame, ref, deafGen: gen }, node);
  }

  /** A node did not hear: what was for its peers is kept for them, in the order it was sent. */
  undelivered(target: string, { room, from, to, frame, ref }: DeliverEnvelope): void {
    for (const id of to) {
      const member = this.#options.rooms.member(room, id);
      const deafGen = member?.node === target ? member.gen : undefined;
      this.mail.giveBack({ room, from, to: id, frame, ref, deafGen }, target);
    }
  }

  /** Keeps what comes for a peer until it is taken in here, or turned away, which the function given back tells. */
  arrive(room: string, id: string): () => void {
    const key = `${room} ${id}`;
    if (this.#arriving.has(key)) return () => {}; // whoever asked first settles it for both
    const { promise: settled, resolve } = Promise.withResolvers<void>();
    const waiting: DeliverEnvelope[] = [];
    this.#arriving.set(key, { waiting, settled });
    return () => {
      this.#arriving.delete(key);
      for (const envelope of waiting) this.receive(envelope);
      resolve();
    };
  }

  #handOver(room: string, to: string, frame: string | Buffer): boolean {
    const { rooms, observer } = this.#options;
    if (!rooms.session(room, to)?.outlet?.send(frame)) return false;
    observer.forwarded('local');
    return true;
  }

  /** Nothing is lost in silence: the sender gets an error, wherever it is by now. */
  async #tellLost({ room, from, to, ref }: Letter): Promise<void> {
    const { rooms, membership, relay, observer, log, node } = this.#options;
    observer.refused('undeliverable');
    const message = 'the message could not be handed over; send it again';
    const text = encode({ type: 'error', code: 'undeliverable', message, room, to, ref });
    if (rooms.session(room, from)?.outlet?.send(text)) return;
    try {
      const { members } = await membership.snapshot(room);
      const target = members.find(({ id }) => id === from)?.node;
      const frame = Buffer.from(text);
      if (target !== undefined)
        relay.send(target, { kind: 'deliver', node, room, from: to, to: [from], frame });
    } catch (error) {
      log.warn({ room: roomTag(room), err: error }, 'a sender could not be told that its message was lost');
    }
  }
}
