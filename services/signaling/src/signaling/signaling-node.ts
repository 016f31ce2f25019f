import { CLOSE_CODES } from '@parley/shared/close-codes';
import type { IceConfig } from '@parley/shared/ice';
import type { Logger } from 'pino';
import type { Membership } from '../membership/membership.ts';
import type { Envelope, MoveEnvelope } from '../relay/envelope.ts';
import type { Relay } from '../relay/relay.ts';
import { Connection } from './connection.ts';
import { Delivery } from './delivery.ts';
import { Departures } from './departures.ts';
import { renewIce } from './ice-renewal.ts';
import type { NodeContext, SignalingLimits } from './node-context.ts';
import type { Observer } from './observer.ts';
import type { Outlet } from './outlet.ts';
import { displace } from './resume.ts';
import { Rooms } from './rooms.ts';
import type { Session } from './session.ts';
import { Waiting } from './waiting.ts';

export interface SignalingNodeOptions {
  readonly node: string;
  readonly limits: SignalingLimits;
  readonly membership: Membership;
  readonly relay: Relay;
  readonly observer: Observer & { relayed(seconds: number): void };
  readonly log: Logger;
  issueIce(peer: string): IceConfig;
}

/** One signaling node: what its clients may do, and what other nodes tell it. Knows no socket and no store by name. */
export class SignalingNode {
  readonly #context: NodeContext;
  readonly #stopRenewal: () => void;

  constructor(options: SignalingNodeOptions) {
    const { node, membership, relay, log, observer } = options;
    const rooms = new Rooms(node, membership, relay, log);
    this.#context = {
      ...options,
      issueIce: (peer) => options.issueIce(peer),
      rooms,
      departures: new Departures(membership, rooms, log),
      delivery: new Delivery({ node, membership, relay, rooms, observer, log }),
      waiting: new Waiting(),
    };
    relay.start({
      receive: (envelope) => this.#receive(envelope),
      undelivered: (target, envelopes) => this.#undelivered(target, envelopes),
      delivered: (seconds) => observer.relayed(seconds),
    });
    this.#stopRenewal = renewIce(this.#context);
  }

  get rooms(): number {
    return this.#context.rooms.count;
  }

  get peers(): number {
    return [...this.#context.rooms.sessions()].length;
  }

  /** Takes in a client. */
  connect(outlet: Outlet, log: Logger): Connection {
    return new Connection(this.#context, outlet, log);
  }

  /** A client closed its socket on purpose: its peer is out at once. */
  left(session: Session): Promise<void> {
    return this.#end(session, 'left');
  }

  /** A connection broke: its session keeps its place for the resume window. */
  lost(session: Session): void {
    const { rooms, limits, departures, waiting } = this.#context;
    const { room, id } = session;
    if (rooms.session(room, id) !== session) return;
    session.outlet = undefined;
    const { resumeWindowMs } = limits;
    void departures.detach(session, resumeWindowMs).then(() => {
      if (rooms.session(room, id) !== session) return;
      waiting.expect(session, resumeWindowMs, () => void this.#expire(session));
    });
  }

  /** Takes every peer of this node out of its room, for the process is ending. Never rejects. */
  async stop(): Promise<void> {
    this.#stopRenewal();
    const sessions = [...this.#context.rooms.sessions()];
    for (const session of sessions)
      session.outlet?.close(CLOSE_CODES.serviceRestart, 'this node is going away');
    await Promise.all(sessions.map((session) => this.#end(session, 'lost')));
    this.#context.waiting.stop();
    this.#context.departures.stop();
  }

  async #end(session: Session, reason: 'left' | 'lost'): Promise<void> {
    const { rooms, departures, waiting } = this.#context;
    waiting.forget(session);
    if (rooms.session(session.room, session.id) !== session) return;
    rooms.hold(session.room);
    rooms.dismiss(session);
    await departures.end(session, reason);
    rooms.release(session.room);
  }

  async #expire(session: Session): Promise<void> {
    const { rooms, departures } = this.#context;
    if (rooms.session(session.room, session.id) !== session) return;
    rooms.hold(session.room);
    rooms.dismiss(session);
    await departures.evict(session.room, session.id);
    rooms.release(session.room);
  }

  #receive(envelope: Envelope): void {
    const { rooms, delivery, log, relay, node } = this.#context;
    try {
      switch (envelope.kind) {
        case 'deliver':
          return delivery.receive(envelope);
        case 'change':
          return rooms.hear(envelope);
        case 'move':
          return this.#moved(envelope);
        case 'returned':
          return delivery.giveBack(envelope);
        case 'mark':
          return relay.send(envelope.node, { ...envelope, kind: 'passed', node });
        case 'passed':
          return delivery.mail.passed(envelope.mark);
        default:
          envelope satisfies never;
      }
    } catch (error) {
      log.error({ err: error, kind: envelope.kind }, 'envelope failed');
    }
  }

  #moved({ room, id, node, gen }: MoveEnvelope): void {
    const { rooms, delivery } = this.#context;
    const formerNode = rooms.move(room, id, node, gen);
    const session = rooms.session(room, id);
    if (session && session.gen < gen) {
      displace(this.#context, session);
      rooms.hold(room);
      rooms.dismiss(session);
      rooms.release(room);
    }
    const elsewhere = formerNode !== undefined && formerNode !== this.#context.node && formerNode !== node;
    if (elsewhere) delivery.mail.turn(room, id, formerNode);
  }

  #undelivered(target: string, envelopes: readonly Envelope[]): void {
    const { delivery, log } = this.#context;
    log.warn({ targetNode: target, envelopes: envelopes.length }, 'a node did not hear');
    for (const envelope of envelopes) {
      if (envelope.kind === 'deliver') delivery.undelivered(target, envelope);
      else if (envelope.kind === 'mark') delivery.mail.passed(envelope.mark);
    }
  }
}
