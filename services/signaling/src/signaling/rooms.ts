import type { Departure, Member, Membership, RoomView, Whereabouts } from '../membership/membership.ts';
import type { Registry } from '../membership/registry.ts';
import { StoreUnavailable } from '../membership/store-unavailable.ts';
import type { Change, ChangeEnvelope, LookEnvelope, MoveEnvelope } from '../relay/envelope.ts';
import type { Relay } from '../relay/relay.ts';
import { fewAtOnce } from './few-at-once.ts';
import type { Lease } from './lease.ts';
import { Room } from './room.ts';
import type { Holding } from './room.ts';
import type { Move } from './room-replica.ts';
import type { Session } from './session.ts';

export interface RoomsOptions {
  readonly node: string;
  readonly membership: Membership;
  readonly registry: Registry;
  readonly relay: Relay;
  readonly lease: Pick<Lease, 'ensure' | 'stamp'>;
  /** Something of a room is not as it should be: hold it against the store. Never rejects; false where that is away. */
  readonly compare: (name: string) => Promise<boolean>;
  /** A peer turned out to be elsewhere: what is on its way to where it was comes first. */
  readonly turned: (name: string, move: Move) => void;
}

/** All of thousands at once would keep the node, and Redis, from everybody else for a third of a second. */
const SWEPT_AT_ONCE = 50;

/**
 * The rooms that this node has peers in: a replica of each one's membership, and the sessions to tell of changes.
 * Nothing here asks the store on the path of a message.
 */
export class Rooms {
  readonly #rooms = new Map<string, Room>();
  readonly #options: RoomsOptions;

  constructor(options: RoomsOptions) {
    this.#options = options;
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
  hold(name: string): Room {
    const room = this.#rooms.get(name) ?? new Room(name);
    this.#rooms.set(name, room);
    room.holds += 1;
    return room;
  }

  release(name: string): void {
    const room = this.#rooms.get(name);
    if (!room) return;
    room.holds -= 1;
    if (room.isNeeded) return;
    this.#rooms.delete(name);
    if (room.enteredIn === undefined) return;
    // A room too many in the registry costs a look, nothing else.
    this.#options.registry.exit(this.#options.node, name).catch(() => {});
  }

  /** Holds the room, and notes that a peer is being let in here, until `letIn` is told. */
  expect(name: string, id: string): void {
    this.hold(name).expect(id);
  }

  /** The store has answered, whatever it said. */
  letIn(name: string, id: string): void {
    this.#rooms.get(name)?.letIn(id);
    this.release(name);
  }

  /** Whether the store was asked to let somebody in, and has not answered: it may have them on this node by now. */
  get lettingIn(): boolean {
    return [...this.#rooms.values()].some((room) => room.lettingIn);
  }

  /** Whether a peer that the store has on this node is really here, or on its way in. */
  knows(name: string, id: string, gen: number): boolean {
    return this.#rooms.get(name)?.knows(id, gen) ?? false;
  }

  /**
   * Notes the room in the registry, before this node's first peer is let in, and anew where it may have been
   * forgotten: by who gave the node up, or by a store that lost its memory. Throws StoreUnavailable where it cannot be noted.
   */
  async enter(name: string): Promise<void> {
    const { registry, node, lease } = this.#options;
    await lease.ensure();
    const { stamp } = lease;
    const room = this.#rooms.get(name);
    if (!room || room.enteredIn === stamp) return;
    await registry.enter(node, name);
    room.enteredIn = stamp;
  }

  /**
   * The store may yet let a peer in here, whose request has failed: the room stays noted, so that a ghost is found there.
   * It must be on hold.
   */
  leaveNoted(name: string): void {
    const room = this.#rooms.get(name);
    if (room) room.enteredIn = undefined;
  }

  /**
   * Whether a view is of another life of a room than the one that this node has peers in: the store has lost that one,
   * and knows nothing of them until it is told.
   */
  isOther(name: string, { epoch }: RoomView): boolean {
    const room = this.#rooms.get(name);
    const known = room && room.sessions.size > 0 ? room.replica.view()?.epoch : undefined;
    return known !== undefined && known !== epoch;
  }

  /**
   * Takes in a session that the store let in. Those who are here hear of a peer that joined, then `welcome` answers the
   * session's own client; the caller tells other nodes last: so everybody hears of a peer before it can send anything.
   */
  admit(session: Session, view: RoomView, at: Whereabouts, welcome: () => void): void {
    const room = this.#rooms.get(session.room);
    if (!room) throw new Error('admit needs a room on hold');
    this.#reconcile(room, view);
    const formerNode = room.replica.move(session.id, at);
    if (formerNode !== undefined) this.#turn(room.name, { id: session.id, formerNode });
    room.sessions.set(session.id, session);
    welcome();
    this.#catchUp(room);
  }

  /** Tells the nodes that hold members of the room. */
  tell(
    view: RoomView,
    news: ChangeEnvelope | MoveEnvelope | LookEnvelope,
    also: Iterable<string> = [],
  ): void {
    this.#tell(new Set([...view.members.map(({ node }) => node), ...also]), news);
  }

  /** A peer is on another node now: what is under way to the one before comes first. */
  move(name: string, id: string, at: Whereabouts): void {
    const formerNode = this.#rooms.get(name)?.replica.move(id, at);
    if (formerNode !== undefined && formerNode !== at.node) this.#turn(name, { id, formerNode });
  }

  /** Stops delivering to a session, before the store is told that it left. The room must be on hold. */
  dismiss(session: Session): void {
    session.outlet = undefined;
    const sessions = this.#rooms.get(session.room)?.sessions;
    if (sessions?.get(session.id) === session) sessions.delete(session.id);
  }

  /** The store took a peer out: tells those who are here, and the other nodes. */
  departed(name: string, epoch: number, { id, reason, seq }: Departure, nodes: Iterable<string>): void {
    const change: Change = { type: 'leave', id, reason, seq };
    this.#apply(name, epoch, change);
    this.#tell(nodes, { kind: 'change', room: name, epoch, change });
  }

  /** Another node tells of a change. */
  hear({ room, epoch, change }: ChangeEnvelope): void {
    if (this.#rooms.has(room)) this.#apply(room, epoch, change);
    // Whoever says so believes that a peer of this room is here.
    else if (change.type === 'join') void this.#options.compare(room);
  }

  /** Another node put back what the store had lost of a room. */
  look({ room: name, epoch, seq }: LookEnvelope): void {
    const room = this.#rooms.get(name);
    if (!room || room.replica.differsFrom({ epoch, seq })) void this.#options.compare(name);
  }

  /**
   * Looks at every room's version in the store: finds changes whose news were lost, also the last one before silence,
   * and rooms that the store lost. False where the store could not be asked about all of them.
   */
  sweep(): Promise<boolean> {
    return fewAtOnce([...this.#rooms.values()], SWEPT_AT_ONCE, (room) => this.#lookAt(room));
  }

  /** Names of the rooms with sessions of this node. */
  *names(): Iterable<string> {
    for (const [name, room] of this.#rooms) if (room.sessions.size > 0) yield name;
  }

  /** What this node has of a room; undefined where it has no session there. */
  holding(name: string): Holding | undefined {
    return this.#rooms.get(name)?.holding(this.#options.node);
  }

  /** Takes what the store says of a room. Gives whether that contradicts what is known of this very version. */
  take(name: string, view: RoomView, { early }: Holding): boolean {
    const room = this.#rooms.get(name);
    if (!room) return false;
    const contradicted = room.replica.contradicts(view);
    this.#reconcile(room, view);
    room.replica.forget(early);
    this.#catchUp(room);
    return contradicted;
  }

  async #lookAt({ name, replica, sessions }: Room): Promise<boolean> {
    if (sessions.size === 0) return true;
    try {
      const version = await this.#options.membership.version(name);
      return replica.differsFrom(version) ? await this.#options.compare(name) : true;
    } catch (error) {
      if (error instanceof StoreUnavailable) return false;
      throw error;
    }
  }

  #apply(name: string, epoch: number, change: Change): void {
    if (!this.#rooms.has(name)) return;
    const room = this.hold(name);
    const { changes, hole } = room.replica.apply(epoch, change);
    room.announce(changes);
    if (hole) void this.#options.compare(name);
    this.release(name);
  }

  #reconcile(room: Room, view: RoomView): void {
    for (const move of room.reconcile(view)) this.#turn(room.name, move);
  }

  #turn(name: string, move: Move): void {
    if (move.formerNode !== this.#options.node) this.#options.turned(name, move);
  }

  #catchUp(room: Room): void {
    const { changes, hole } = room.replica.catchUp();
    room.announce(changes);
    if (hole) void this.#options.compare(room.name);
  }

  #tell(nodes: Iterable<string>, news: ChangeEnvelope | MoveEnvelope | LookEnvelope): void {
    for (const node of nodes) if (node !== this.#options.node) this.#options.relay.send(node, news);
  }
}
