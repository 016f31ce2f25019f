import { CLOSE_CODES } from '@parley/shared/close-codes';
import type { IceConfig } from '@parley/shared/ice';
import type { Logger } from 'pino';
import type { Membership } from '../membership/membership.ts';
import type { Envelope } from '../relay/envelope.ts';
import type { Relay } from '../relay/relay.ts';
import { Connection } from './connection.ts';
import { Departures } from './departures.ts';
import { renewIce } from './ice-renewal.ts';
import { roomTag } from './identity.ts';
import type { NodeContext, SignalingLimits } from './node-context.ts';
import type { Observer } from './observer.ts';
import type { Outlet } from './outlet.ts';
import { Rooms } from './rooms.ts';
import { encode } from './server-frames.ts';
import type { Session } from './session.ts';

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
  readonly #waiting = new Map<Session, NodeJS.Timeout>();
  readonly #stopRenewal: () => void;

  constructor(options: SignalingNodeOptions) {
    const { node, membership, relay, log, observer } = options;
    const rooms = new Rooms(node, membership, relay, log);
    const departures = new Departures(membership, rooms, log);
    this.#context = { ...options, issueIce: (peer) => options.issueIce(peer), rooms, departures };
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
    const { rooms, limits } = this.#context;
    if (rooms.session(session.room, session.id) !== session) return;
    session.outlet = undefined;
    const { resumeWindowMs } = limits;
    const timer = setTimeout(() => void this.#end(session, 'lost'), resumeWindowMs);
    this.#waiting.set(session, timer);
  }

  /** Takes every peer of this node out of its room, for the process is ending. Never rejects. */
  async stop(): Promise<void> {
    this.#stopRenewal();
    const sessions = [...this.#context.rooms.sessions()];
    for (const session of sessions)
      session.outlet?.close(CLOSE_CODES.serviceRestart, 'this node is going away');
    await Promise.all(sessions.map((session) => this.#end(session, 'lost')));
    this.#context.departures.stop();
  }

  async #end(session: Session, reason: 'left' | 'lost'): Promise<void> {
    clearTimeout(this.#waiting.get(session));
    this.#waiting.delete(session);
    const { rooms, departures, log } = this.#context;
    if (rooms.session(session.room, session.id) !== session) return;
    rooms.hold(session.room);
    rooms.dismiss(session);
    log.info({ room: roomTag(session.room), peerId: session.id, reason }, 'peer left');
    await departures.end(session.room, session.id, reason);
    rooms.release(session.room);
  }

  #receive(envelope: Envelope): void {
    try {
      this.#context.rooms.receive(envelope);
    } catch (error) {
      this.#context.log.error({ err: error, kind: envelope.kind }, 'envelope failed');
    }
  }

  /** Nobody heard: who sent a message is told, so that nothing is lost in silence. */
  #undelivered(target: string, envelopes: readonly Envelope[]): void {
    const { rooms, observer, log } = this.#context;
    log.warn({ targetNode: target, envelopes: envelopes.length }, 'a node did not hear');
    for (const envelope of envelopes) {
      if (envelope.kind !== 'deliver') continue;
      const { room, from, to, ref } = envelope;
      observer.refused('undeliverable');
      const message = 'the message could not be handed over; send it again';
      const answer = encode({ type: 'error', code: 'undeliverable', message, room, to, ref });
      rooms.session(room, from)?.outlet?.send(answer);
    }
  }
}
