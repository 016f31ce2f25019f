import { EventEmitter, once } from 'node:events';
import type { Gatekeeper } from '../admission/gatekeeper.ts';
import type { TurnUser } from '../ice/turn-credentials.ts';
import type { IceConfig } from '@parley/shared/ice';
import type { Logger } from 'pino';
import type { Membership } from '../membership/membership.ts';
import type { Registry } from '../membership/registry.ts';
import type { Relay } from '../relay/relay.ts';
import { endGrants } from './authorization.ts';
import { CatchUp } from './catch-up.ts';
import { Comparison } from './comparison.ts';
import type { ConnectionLog } from './connection-log.ts';
import { Connection } from './connection.ts';
import { Delivery } from './delivery.ts';
import { Departures } from './departures.ts';
import { closeAll, handOver, sendAway } from './drain.ts';
import { guarded } from './guarded.ts';
import { renewIce } from './ice-renewal.ts';
import { Lease } from './lease.ts';
import { Marks } from './marks.ts';
import type { NodeContext, SignalingLimits } from './node-context.ts';
import { NodeInbox } from './node-inbox.ts';
import type { Observer } from './observer.ts';
import type { Outlet } from './outlet.ts';
import { reap } from './reaper.ts';
import { Rooms } from './rooms.ts';
import { rounds } from './rounds.ts';
import type { Session } from './session.ts';
import { Stall } from './stall.ts';
import type { Visitor } from './visitor.ts';
import type { VisitTracer } from './visit-tracer.ts';
import { Waiting } from './waiting.ts';

export interface SignalingNodeOptions {
  readonly node: string;
  readonly limits: SignalingLimits;
  readonly membership: Membership;
  readonly registry: Registry;
  readonly relay: Relay;
  /** Undefined where rooms are open to whoever knows their name. */
  readonly gatekeeper: Gatekeeper | undefined;
  readonly observer: Observer & { relayed(seconds: number): void };
  /** Undefined where nobody keeps traces. */
  readonly tracer: VisitTracer | undefined;
  readonly log: Logger;
  issueIce(user: TurnUser): IceConfig;
}

/** In parts of a lease: how often it is renewed, dead nodes are looked for, and rooms compared with the store. */
const LEASE_EVERY = 0.3;
const REAP_EVERY = 0.2;
const SWEEP_EVERY = 1;
/** One signaling node: what its clients may do, and what other nodes tell it. Knows no socket and no store by name. */
export class SignalingNode {
  readonly #context: NodeContext;
  readonly #outlets = new Set<Outlet>();
  readonly #news = new EventEmitter();
  readonly #catchUp: CatchUp;
  readonly #guard = guarded((error) => this.#failed(error));
  readonly #stopRenewal: () => void;
  readonly #stopRounds: (() => Promise<void>)[];
  readonly #stopLease: () => Promise<void>;

  constructor(options: SignalingNodeOptions) {
    const { node, membership, registry, relay, log, observer, limits } = options;
    const { leaseMs } = limits;
    const marks = new Marks(relay);
    const lease = new Lease({
      node,
      registry,
      marks,
      leaseMs,
      log,
      regained: () => {
        delivery.said.regained();
        void this.#catchUp.run();
      },
    });
    const rooms = new Rooms({
      node,
      membership,
      registry,
      relay,
      lease,
      compare: (name) => comparison.run(name),
      turned: (name, { id, formerNode }) => delivery.mail.turn(name, id, formerNode),
    });
    const departures = new Departures(membership, registry, rooms, observer, log);
    const compare = (name: string) => comparison.run(name);
    const delivery = new Delivery({
      ...options,
      marks,
      rooms,
      lease,
      leaseMs,
      compare,
      discard: (room, id, upTo) => departures.discard(room, id, upTo),
      hadLastWord: (room, id) => departures.hadLastWord(room, id),
    });
    this.#context = {
      ...options,
      issueIce: (user) => options.issueIce(user),
      compare,
      fallBehind: () => this.#catchUp.fallBehind(),
      holdOffMs: leaseMs + limits.resumeWindowMs,
      rooms,
      marks,
      lease,
      departures,
      delivery,
      waiting: new Waiting(),
      stall: new Stall(async () => {
        // Its own word comes behind all that others told it before; but not behind what they told while nobody listened.
        const hears = await marks.ask(node, leaseMs);
        if (!hears || this.#catchUp.behind) await this.#catchUp.run();
      }),
    };
    const comparison = new Comparison(this.#context);
    this.#catchUp = new CatchUp(this.#context, comparison);
    const inbox = new NodeInbox(this.#context);
    relay.start(
      {
        receive: (envelope, from, number) => inbox.receive(envelope, from, number),
        undelivered: (target, envelopes, unsent) => inbox.undelivered(target, envelopes, unsent),
        delivered: (seconds) => observer.relayed(seconds),
        hearsAgain: () => void this.#catchUp.run(),
        interrupted: () => {
          lease.doubt();
          this.#catchUp.fallBehind();
        },
        fault: () => observer.fault('relay'),
      },
      leaseMs,
    );
    const stopIce = renewIce(this.#context, this.#guard);
    const stopGrants = endGrants(rooms, options.gatekeeper, this.#guard);
    this.#stopRenewal = () => {
      stopIce();
      stopGrants();
    };
    this.#stopLease = this.#rounds(LEASE_EVERY, async () => {
      await lease.renew();
      // Not awaited: while the store is away it goes on until it can be asked, and the lease must not wait for that.
      if (this.#catchUp.behind) void this.#catchUp.run();
    });
    this.#stopRounds = [
      this.#rounds(SWEEP_EVERY, () => rooms.sweep()),
      this.#rounds(REAP_EVERY, () =>
        reap({ ...this.#context, resumeWindowMs: limits.resumeWindowMs, leaseMs }),
      ),
    ];
    this.#guard(() => lease.renew())();
  }

  get rooms(): number {
    return this.#context.rooms.count;
  }

  get peers(): number {
    return [...this.#context.rooms.sessions()].length;
  }

  /** Takes in a client. `visitor` is where it comes from, where that is limited. */
  connect(outlet: Outlet, log: ConnectionLog, visitor?: Visitor): Connection {
    this.#outlets.add(outlet);
    return new Connection(this.#context, outlet, log, visitor);
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
    if (isHere())
      waiting.expect(
        session,
        limits.resumeWindowMs,
        this.#guard(() => this.#expire(session)),
      );
  }

  /**
   * Sends every client away to other nodes, spread over `timeoutMs`, and closes those that stay. Their sessions keep
   * their places for the window: the others notice nothing of who resumes. Never rejects.
   */
  async drain(timeoutMs: number): Promise<void> {
    sendAway(this.#outlets, timeoutMs);
    if (this.#outlets.size > 0 && timeoutMs > 0) {
      // Rejects when the time is over: then whoever is left is closed.
      await once(this.#news, 'empty', { signal: AbortSignal.timeout(timeoutMs) }).catch(() => {});
    }
    closeAll(this.#outlets);
    this.#stopRenewal();
    await Promise.all(this.#stopRounds.map((stop) => stop()));
    await handOver(this.#context, {
      stopLease: this.#stopLease,
      isBehind: () => this.#catchUp.unfinished,
    });
    this.#context.waiting.stop();
    this.#context.departures.stop();
    this.#context.stall.stop();
    this.#catchUp.stop();
  }

  /** Takes every peer of this node out of its room, for there is no other node to go to. Never rejects. */
  async stop(): Promise<void> {
    this.#stopRenewal();
    await Promise.all([...this.#stopRounds, this.#stopLease].map((stop) => stop()));
    const sessions = [...this.#context.rooms.sessions()];
    closeAll(sessions.flatMap(({ outlet }) => outlet ?? []));
    await Promise.all(sessions.map((session) => this.#end(session, 'lost')));
    this.#context.waiting.stop();
    this.#context.departures.stop();
    this.#context.stall.stop();
    this.#catchUp.stop();
  }

  #rounds(partOfLease: number, act: () => Promise<unknown>): () => Promise<void> {
    return rounds(this.#context.limits.leaseMs * partOfLease, act, (error) => this.#failed(error));
  }

  // Nobody waits for what is done in the background, so that this is the only place that hears of its faults.
  #failed(error: unknown): void {
    this.#context.observer.fault('background');
    this.#context.log.error({ err: error }, 'background work failed');
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
}
