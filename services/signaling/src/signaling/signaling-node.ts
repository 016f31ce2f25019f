import { EventEmitter, once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { CLOSE_CODES } from '@parley/shared/close-codes';
import type { IceConfig } from '@parley/shared/ice';
import type { Logger } from 'pino';
import type { Membership } from '../membership/membership.ts';
import type { Registry } from '../membership/registry.ts';
import type { Envelope, MoveEnvelope, SettleEnvelope } from '../relay/envelope.ts';
import type { Relay } from '../relay/relay.ts';
import { CatchUp } from './catch-up.ts';
import { Comparison } from './comparison.ts';
import { Connection } from './connection.ts';
import { Delivery } from './delivery.ts';
import { Departures } from './departures.ts';
import { renewIce } from './ice-renewal.ts';
import { Lease } from './lease.ts';
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

/** How long what a stopping node has sent may take to come to its end. */
const SETTLE_MS = 1_000;

/** One signaling node: what its clients may do, and what other nodes tell it. Knows no socket and no store by name. */
export class SignalingNode {
  readonly #context: NodeContext;
  readonly #outlets = new Set<Outlet>();
  readonly #news = new EventEmitter();
  readonly #catchUp: CatchUp;
  readonly #stopRenewal: () => void;
  readonly #stopRounds: (() => Promise<void>)[];

  constructor(options: SignalingNodeOptions) {
    const { node, membership, registry, relay, log, observer, limits } = options;
    const { leaseMs } = limits;
    const marks = new Marks(relay);
    const lease = new Lease({ node, registry, marks, leaseMs, log, regained: () => this.#catchUp.run() });
    const rooms = new Rooms({
      node,
      membership,
      registry,
      relay,
      beginLease: () => lease.begin(),
      compare: (name) => comparison.run(name),
      turned: (name, { id, formerNode }) => delivery.mail.turn(name, id, formerNode),
    });
    const delivery = new Delivery({ node, membership, relay, marks, rooms, lease, observer, log });
    this.#context = {
      ...options,
      issueIce: (peer) => options.issueIce(peer),
      fallBehind: () => this.#catchUp.fallBehind(),
      holdOffMs: leaseMs + limits.resumeWindowMs,
      rooms,
      marks,
      lease,
      departures: new Departures(membership, registry, rooms, log),
      delivery,
      waiting: new Waiting(),
    };
    const comparison = new Comparison(this.#context);
    this.#catchUp = new CatchUp(this.#context, comparison);
    relay.start(
      {
        receive: (envelope, from, number) => this.#receive(envelope, from, number),
        undelivered: (target, envelopes) => this.#undelivered(target, envelopes),
        delivered: (seconds) => observer.relayed(seconds),
        hearsAgain: () => void this.#catchUp.run(),
        fault: (error) => log.error({ err: error }, 'relay failed'),
      },
      leaseMs,
    );
    this.#stopRenewal = renewIce(this.#context);
    this.#stopRounds = [
      rounds(leaseMs * LEASE_EVERY, async () => {
        await lease.renew();
        if (this.#catchUp.behind) await this.#catchUp.run();
      }),
      rounds(leaseMs * SWEEP_EVERY, () => rooms.sweep()),
      this.#startReaper(),
    ];
    void lease.renew();
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
    await settledInTime(this.#context);
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

  #startReaper(): () => Promise<void> {
    const { resumeWindowMs, leaseMs } = this.#context.limits;
    return rounds(leaseMs * REAP_EVERY, () => reap({ ...this.#context, resumeWindowMs, leaseMs }));
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
    const { rooms, departures, lease, waiting, limits } = this.#context;
    if (rooms.session(session.room, session.id) !== session) return;
    if (!lease.held) {
      // The store was away, so nobody could come back: the window begins again once it is there.
      waiting.expect(session, limits.leaseMs, () => void this.#expire(session));
      return;
    }
    rooms.hold(session.room);
    rooms.dismiss(session);
    await departures.evict(session.room, session.id);
    rooms.release(session.room);
  }

  #receive(envelope: Envelope, from: string, number: number): void {
    const { rooms, delivery, relay, marks } = this.#context;
    switch (envelope.kind) {
      case 'deliver':
        if (!this.#context.lease.held) this.#catchUp.fallBehind();
        return delivery.receive(envelope, from, number);
      case 'change':
        return rooms.hear(envelope);
      case 'move':
        return this.#moved(envelope);
      case 'look':
        return rooms.look(envelope);
      case 'returned':
        return delivery.giveBack(envelope, from);
      case 'mark':
        return relay.send(from, { kind: 'passed', mark: envelope.mark });
      case 'settle':
        return void this.#settle(envelope, from);
      case 'mail':
        return void delivery.collect(envelope.room, envelope.id).catch(() => this.#catchUp.fallBehind());
      case 'passed':
        return marks.answer(envelope.mark, true);
      default:
        envelope satisfies never;
    }
  }

  #moved({ room, id, ...at }: MoveEnvelope): void {
    const { rooms } = this.#context;
    rooms.move(room, id, at);
    const session = rooms.session(room, id);
    if (!session || session.gen >= at.gen) return;
    displace(this.#context, session);
    rooms.hold(room);
    rooms.dismiss(session);
    rooms.release(room);
  }

  async #settle({ room, id, mark }: SettleEnvelope, from: string): Promise<void> {
    const { delivery, relay } = this.#context;
    await delivery.settledFor(room, id);
    relay.send(from, { kind: 'passed', mark });
  }

  #undelivered(target: string, envelopes: readonly Envelope[]): void {
    const { delivery, log, marks } = this.#context;
    log.warn({ targetNode: target, envelopes: envelopes.length }, 'a node did not hear');
    for (const envelope of envelopes) {
      switch (envelope.kind) {
        case 'deliver':
          delivery.undelivered(target, envelope);
          break;
        case 'returned':
          delivery.keepReturned(envelope);
          break;
        case 'mark':
        case 'settle':
          marks.answer(envelope.mark, false);
          break;
        default: // News: whoever did not hear them compares its rooms once it hears again.
      }
    }
  }
}

async function settledInTime({ delivery, relay }: NodeContext): Promise<void> {
  const late = delay(SETTLE_MS, undefined, { ref: false });
  await Promise.race([delivery.settled(), late]);
  // What no node confirmed goes to the mailboxes.
  await relay.finish();
  await Promise.race([delivery.mail.allPlaced(), late]);
}
