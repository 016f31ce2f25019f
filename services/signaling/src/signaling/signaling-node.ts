import { EventEmitter, once } from 'node:events';
import { CLOSE_CODES } from '@parley/shared/close-codes';
import type { IceConfig } from '@parley/shared/ice';
import type { Logger } from 'pino';
import type { Membership } from '../membership/membership.ts';
import type { Registry } from '../membership/registry.ts';
import type { Envelope, MoveEnvelope } from '../relay/envelope.ts';
import type { Relay } from '../relay/relay.ts';
import { CatchUp } from './catch-up.ts';
import { Connection } from './connection.ts';
import { Delivery } from './delivery.ts';
import { Departures } from './departures.ts';
import { renewIce } from './ice-renewal.ts';
import { renewLease } from './lease.ts';
import { Marks } from './marks.ts';
import type { NodeContext, SignalingLimits } from './node-context.ts';
import type { Observer } from './observer.ts';
import type { Outlet } from './outlet.ts';
import { reap } from './reaper.ts';
import { displace } from './resume.ts';
import { Rooms } from './rooms.ts';
import { encode } from './server-frames.ts';
import { rounds } from './rounds.ts';
import type { Session } from './session.ts';
import { Waiting } from './waiting.ts';

export interface SignalingNodeOptions {
  readonly node: string;
  readonly limits: SignalingLimits;
  readonly membership: Membership;
  readonly registry: Registry;
  readonly relay: Relay;
  readonly observer: Observer & { relayed(seconds: number): void };
  readonly log: Logger;
  issueIce(peer: string): IceConfig;
}

/** In parts of a lease: how often it is renewed, dead nodes are looked for, and rooms compared with the store. */
const LEASE_EVERY = 0.3;
const REAP_EVERY = 0.2;
const SWEEP_EVERY = 1;
/** Over which part of the time for a drain clients are sent away; the rest is for coming back elsewhere. */
const DRAIN_SPREAD = 0.8;

/** One signaling node: what its clients may do, and what other nodes tell it. Knows no socket and no store by name. */
export class SignalingNode {
  readonly #context: NodeContext;
  readonly #outlets = new Set<Outlet>();
  readonly #news = new EventEmitter();
  readonly #catchUp: CatchUp;
  readonly #stopRenewal: () => void;
  readonly #stopRounds: (() => Promise<void>)[];

  constructor(options: SignalingNodeOptions) {
    const { node, membership, registry, relay, log, observer } = options;
    const rooms = new Rooms({ node, membership, registry, relay, log, leaseMs: options.limits.leaseMs });
    const marks = new Marks(node, relay);
    this.#context = {
      ...options,
      issueIce: (peer) => options.issueIce(peer),
      rooms,
      marks,
      departures: new Departures(membership, registry, rooms, log),
      delivery: new Delivery({ node, membership, relay, marks, rooms, observer, log }),
      waiting: new Waiting(),
    };
    this.#catchUp = new CatchUp(this.#context);
    relay.start({
      receive: (envelope) => this.#receive(envelope),
      undelivered: (target, envelopes) => this.#undelivered(target, envelopes),
      delivered: (seconds) => observer.relayed(seconds),
      hearsAgain: () => void this.#catchUp.run(),
    });
    this.#stopRenewal = renewIce(this.#context);
    this.#stopRounds = [
      rounds(options.limits.leaseMs * LEASE_EVERY, async () => {
        await this.#renewLease();
        if (this.#catchUp.behind) await this.#catchUp.run();
      }),
      rounds(options.limits.leaseMs * SWEEP_EVERY, () => rooms.sweep()),
      this.#startReaper(),
    ];
    void this.#renewLease();
  }

  get rooms(): number {
    return this.#context.rooms.count;
  }

  get peers(): number {
    return [...this.#context.rooms.sessions()].length;
  }

  /** Takes in a client. */
  connect(outlet: Outlet, log: Logger): Connection {
    this.#outlets.add(outlet);
    return new Connection(this.#context, outlet, log);
  }

  /** A client's connection is over, however it ended. */
  disconnect(outlet: Outlet): void {
    this.#outlets.delete(outlet);
    if (this.#outlets.size === 0) this.#news.emit('empty');
  }

  /** A client closed its socket on purpose: its peer is out at once. */
  left(session: Session): Promise<void> {
    return this.#end(session, 'left');
  }

  /** A connection broke: its session keeps its place for the resume window. */
  async lost(session: Session): Promise<void> {
    const { rooms, limits, departures, waiting } = this.#context;
    const { room, id } = session;
    const isHere = () => rooms.session(room, id) === session;
    if (!isHere()) return;
    session.outlet = undefined;
    await departures.detach(session, limits.resumeWindowMs);
    if (isHere()) waiting.expect(session, limits.resumeWindowMs, () => void this.#expire(session));
  }

  /**
   * Sends every client away to other nodes, spread over `timeoutMs`, and closes those that stay. Their sessions keep
   * their places for the window: the others notice nothing of who resumes. Never rejects.
   */
  async drain(timeoutMs: number): Promise<void> {
    for (const outlet of this.#outlets) {
      const afterMs = Math.floor(Math.random() * timeoutMs * DRAIN_SPREAD);
      outlet.send(encode({ type: 'reconnect', afterMs }));
    }
    if (this.#outlets.size > 0 && timeoutMs > 0) {
      // Rejects when the time is over: then whoever is left is closed.
      await once(this.#news, 'empty', { signal: AbortSignal.timeout(timeoutMs) }).catch(() => {});
    }
    for (const outlet of this.#outlets) outlet.close(CLOSE_CODES.serviceRestart, 'this node is going away');
    const { rooms, departures, limits, registry, node, waiting } = this.#context;
    this.#stopRenewal();
    await Promise.all(this.#stopRounds.map((stop) => stop()));
    const held = [...rooms.sessions()].filter((session) => !waiting.has(session));
    const stored = await Promise.all(
      held.map((session) => departures.detach(session, limits.resumeWindowMs)),
    );
    // Where the store could not be told of all, the lease is left to run out: then the reaper finds them.
    if (stored.every(Boolean)) await registry.forget(node).catch(() => {});
    waiting.stop();
    departures.stop();
  }

  /** Takes every peer of this node out of its room, for there is no other node to go to. Never rejects. */
  async stop(): Promise<void> {
    this.#stopRenewal();
    await Promise.all(this.#stopRounds.map((stop) => stop()));
    const sessions = [...this.#context.rooms.sessions()];
    for (const session of sessions)
      session.outlet?.close(CLOSE_CODES.serviceRestart, 'this node is going away');
    await Promise.all(sessions.map((session) => this.#end(session, 'lost')));
    this.#context.waiting.stop();
    this.#context.departures.stop();
  }

  #renewLease(): Promise<boolean> {
    const { node, registry, marks, limits, log } = this.#context;
    return renewLease({
      node,
      registry,
      marks,
      leaseMs: limits.leaseMs,
      log,
      regained: () => this.#catchUp.run(),
    });
  }

  #startReaper(): () => Promise<void> {
    const { resumeWindowMs, leaseMs } = this.#context.limits;
    return rounds(leaseMs * REAP_EVERY, () => reap({ ...this.#context, resumeWindowMs }));
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
    const { rooms, delivery, log, relay, node, marks } = this.#context;
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
          return marks.answer(envelope.mark, true);
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
    const { delivery, log, marks } = this.#context;
    log.warn({ targetNode: target, envelopes: envelopes.length }, 'a node did not hear');
    for (const envelope of envelopes) {
      if (envelope.kind === 'deliver') delivery.undelivered(target, envelope);
      else if (envelope.kind === 'mark') marks.answer(envelope.mark, false);
    }
  }
}
