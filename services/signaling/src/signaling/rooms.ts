import type { Logger } from 'pino';
import type { Departure, Member, Membership, RoomView } from '../membership/membership.ts';
import type { Registry } from '../membership/registry.ts';
import { StoreUnavailable } from '../membership/store-unavailable.ts';
import type { Change, ChangeEnvelope, MoveEnvelope } from '../relay/envelope.ts';
import type { Relay } from '../relay/relay.ts';
import { encode, encodeChange } from './server-frames.ts';
import { roomTag } from './identity.ts';
import { RoomReplica } from './room-replica.ts';
import type { Session } from './session.ts';

export interface RoomsOptions {
  readonly node: string;
  readonly membership: Membership;
  readonly registry: Registry;
  readonly relay: Relay;
  readonly log: Logger;
  readonly leaseMs: number;
}

interface Room {
  readonly replica: RoomReplica;
  /** Sessions whose socket this node holds, or held last. */
  readonly sessions: Map<string, Session>;
  /** The registry knows that this node may hold peers of the room. */
  entered: boolean;
  /** Joins and departures on their way: the room is kept, and news for it, until the store has answered. */
  holds: number;
  refreshing: boolean;
}

/**
 * The rooms that this node has peers in: a replica of each one's membership, and the sessions to tell of changes.
 * Nothing here asks the store on the path of a message.
 */
export class Rooms {
  readonly #rooms = new Map<string, Room>();
  readonly #node: string;
  readonly #membership: Membership;
  readonly #registry: Registry;
  readonly #relay: Relay;
  readonly #log: Logger;
  readonly #leaseMs: number;
  #known = false;

  constructor({ node, membership, registry, relay, log, leaseMs }: RoomsOptions) {
    this.#leaseMs = leaseMs;
    this.#node = node;
    this.#membership = membership;
    this.#registry = registry;
    this.#relay = relay;
    this.#log = log;
  }

  get count(): number {
    return this.#rooms.size;
  }

  *sessions(): Iterable<Session> {
    for (const room of this.#rooms.values()) yield* room.sessions.values();
  }

  member(name: string, id: string): Member | undefined {
    return this.#rooms.get(name)?.replica.members.get(id);
  }

  members(name: string): Iterable<Member> {
    return this.#rooms.get(name)?.replica.members.values() ?? [];
  }

  seq(name: string): number {
    return this.#rooms.get(name)?.replica.seq ?? 0;
  }

  session(name: string, id: string): Session | undefined {
    return this.#rooms.get(name)?.sessions.get(id);
  }

  /** Keeps the room while the store is asked. Each call is paired with one of `release`. */
  hold(name: string): void {
    const room = this.#rooms.get(name);
    if (room) room.holds += 1;
    else
      this.#rooms.set(name, {
        replica: new RoomReplica(),
        sessions: new Map(),
        entered: false,
        holds: 1,
        refreshing: false,
      });
  }

  /** Notes the room in the registry, before this node's first peer is let in. */
  async enter(name: string): Promise<void> {
    const room = this.#rooms.get(name);
    if (!room || room.entered) return;
    // A node that others do not know of could die without anybody missing it.
    const known = this.#known || this.#registry.renew(this.#node, this.#leaseMs);
    await Promise.all([known, this.#registry.enter(this.#node, name)]);
    this.#known = true;
    room.entered = true;
  }

  /** Notes all rooms anew: who gave this node up has forgotten them. */
  async enterAll(): Promise<void> {
    const entered = [...this.#rooms].filter(([, room]) => room.entered);
    await Promise.all(entered.map(([name]) => this.#registry.enter(this.#node, name)));
  }

  release(name: string): void {
    const room = this.#rooms.get(name);
    if (!room) return;
    room.holds -= 1;
    if (room.sessions.size > 0 || room.holds > 0) return;
    this.#rooms.delete(name);
    if (!room.entered) return;
    // A room too many in the registry costs a look, nothing else.
    this.#registry.exit(this.#node, name).catch(() => {});
  }

  /**
   * Takes in a session that the store let in. Those who are here hear of a peer that joined, then `welcome` answers the
   * session's own client; the caller tells other nodes last: so everybody hears of a peer before it can send anything.
   */
  admit(session: Session, view: RoomView, welcome: () => void): void {
    const room = this.#rooms.get(session.room);
    if (!room) throw new Error('admit needs a room on hold');
    this.#reconcile(session.room, room, view);
    room.replica.move(session.id, this.#node, session.gen);
    room.sessions.set(session.id, session);
    welcome();
    this.#catchUp(session.room, room);
  }

  /** Tells the nodes that hold members of the room. */
  tell(view: RoomView, news: ChangeEnvelope | MoveEnvelope, also: Iterable<string> = []): void {
    this.#tell(new Set([...view.members.map(({ node }) => node), ...also]), news);
  }

  /** A peer is on another node now. Gives the node it was on, where that is news. */
  move(name: string, id: string, node: string, gen: number): string | undefined {
    return this.#rooms.get(name)?.replica.move(id, node, gen);
  }

  /** Stops delivering to a session, before the store is told that it left. The room must be on hold. */
  dismiss(session: Session): void {
    session.outlet = undefined;
    this.#rooms.get(session.room)?.sessions.delete(session.id);
  }

  /** The store took a peer out: tells those who are here, and the other nodes. */
  departed(name: string, epoch: number, { id, reason, seq }: Departure, nodes: Iterable<string>): void {
    const change: Change = { type: 'leave', id, reason, seq };
    this.#apply(name, epoch, change);
    this.#tell(nodes, { kind: 'change', room: name, epoch, change });
  }

  /** Another node tells of a change. */
  hear({ room, epoch, change }: ChangeEnvelope): void {
    this.#apply(room, epoch, change);
  }

  /**
   * Compares every room with the store: finds changes whose news were lost, also the last one before silence. False
   * where the store could not be asked about all of them.
   */
  async sweep(): Promise<boolean> {
    const compared = await Promise.all([...this.#rooms].map(([name, room]) => this.#compare(name, room)));
    return compared.every(Boolean);
  }

  async #compare(name: string, room: Room): Promise<boolean> {
    if (room.sessions.size === 0) return true;
    try {
      const version = await this.#membership.version(name);
      if (room.replica.isBehind(version)) await this.#refresh(name, room);
      return true;
    } catch (error) {
      if (error instanceof StoreUnavailable) return false;
      throw error;
    }
  }

  #apply(name: string, epoch: number, change: Change): void {
    const room = this.#rooms.get(name);
    if (!room) return;
    const { changes, hole } = room.replica.apply(epoch, change);
    this.#announce(name, room, changes);
    if (hole) void this.#refresh(name, room);
  }

  #reconcile(name: string, room: Room, view: RoomView): void {
    const { changes, missed } = room.replica.reconcile(view);
    this.#announce(name, room, changes);
    if (!missed) return;
    for (const session of room.sessions.values()) session.outlet?.send(encodeResync(session, view));
  }

  #catchUp(name: string, room: Room): void {
    const { changes, hole } = room.replica.catchUp();
    this.#announce(name, room, changes);
    if (hole) void this.#refresh(name, room);
  }

  /** A change did not come: asks the store for the whole truth. */
  async #refresh(name: string, room: Room): Promise<void> {
    if (room.refreshing) return;
    room.refreshing = true;
    const early = room.replica.early();
    try {
      const view = await this.#membership.snapshot(name);
      this.#reconcile(name, room, view);
      room.replica.forget(early);
      room.refreshing = false;
      this.#catchUp(name, room);
    } catch (error) {
      // The next change, or the store's return, finds the same hole again.
      this.#log.warn({ room: roomTag(name), err: error }, 'could not read a room again');
    } finally {
      room.refreshing = false;
    }
  }

  #announce(name: string, room: Room, changes: readonly Change[]): void {
    for (const change of changes) {
      const about = change.type === 'join' ? change.member.id : change.id;
      const frame = encodeChange(name, change);
      for (const session of room.sessions.values()) if (session.id !== about) session.outlet?.send(frame);
    }
  }

  #tell(nodes: Iterable<string>, news: ChangeEnvelope | MoveEnvelope): void {
    for (const node of nodes) if (node !== this.#node) this.#relay.send(node, news);
  }
}

function encodeResync(session: Session, view: RoomView): string {
  const peers = view.members.filter(({ id }) => id !== session.id).map(({ id, name }) => ({ id, name }));
  return encode({ type: 'resync', room: session.room, peers, seq: view.seq });
}
