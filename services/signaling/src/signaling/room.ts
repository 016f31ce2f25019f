import { CLOSE_CODES } from '@parley/shared/close-codes';
import type { Claim, Member, RoomView } from '../membership/membership.ts';
import type { Change } from '../relay/envelope.ts';
import { RoomReplica } from './room-replica.ts';
import type { Move } from './room-replica.ts';
import { encodeChange, encodeResync } from './server-frames.ts';
import type { Session } from './session.ts';

/** What this node has of a room, to be held against the store. */
export interface Holding {
  readonly view: RoomView;
  readonly claims: readonly Claim[];
  /** News that came before their turn. */
  readonly early: readonly Change[];
}

/** One room that this node has peers in, or is about to. */
export class Room {
  readonly name: string;
  readonly replica = new RoomReplica();
  /** Sessions whose socket this node holds, or held last. */
  readonly sessions = new Map<string, Session>();
  /** The stamp of this node's lease under which the registry was told that it may hold peers of the room. */
  enteredIn: string | undefined;
  /** Joins and departures on their way: the room is kept, and news for it, until the store has answered. */
  holds = 0;
  /** Peers that are being let in here right now, by how many requests. */
  readonly #arriving = new Map<string, number>();

  constructor(name: string) {
    this.name = name;
  }

  get isNeeded(): boolean {
    return this.sessions.size > 0 || this.holds > 0;
  }

  get lettingIn(): boolean {
    return this.#arriving.size > 0;
  }

  /** A peer is being let in: it is no ghost, whatever the store says of it. */
  expect(id: string): void {
    this.#arriving.set(id, (this.#arriving.get(id) ?? 0) + 1);
  }

  /** The store has answered, whatever it said. */
  letIn(id: string): void {
    const left = (this.#arriving.get(id) ?? 1) - 1;
    if (left > 0) this.#arriving.set(id, left);
    else this.#arriving.delete(id);
  }

  /**
   * Whether a peer that the store has on this node, in this generation, is really here, or on its way in. One of an
   * earlier generation is not: its client gave up a later attach, which the store may have carried out all the same.
   */
  knows(id: string, gen: number): boolean {
    return (this.sessions.get(id)?.gen ?? 0) >= gen || this.#arriving.has(id);
  }

  /** What this node, by its name, knows; undefined where it has no session here. */
  holding(node: string): Holding | undefined {
    const view = this.replica.view();
    if (!view || this.sessions.size === 0) return undefined;
    const claims = view.members.flatMap((member) => this.#claim(node, member));
    return { view, claims, early: this.replica.early() };
  }

  /**
   * Tells those who are here of changes; nobody hears of itself. A session whose membership others ended, as this node
   * was given up for too long, is closed: its client joins anew.
   */
  announce(changes: readonly Change[]): void {
    for (const change of changes) {
      const about = change.type === 'join' ? change.member.id : change.id;
      const frame = encodeChange(this.name, change);
      for (const session of this.sessions.values()) if (session.id !== about) session.outlet?.send(frame);
      if (change.type === 'leave') this.#end(change.id);
    }
  }

  /** Takes the whole truth of one moment and tells those who are here. Gives who turned out to be elsewhere. */
  reconcile(view: RoomView): readonly Move[] {
    const { changes, missed, moved } = this.replica.reconcile(view);
    this.announce(changes);
    if (missed)
      for (const session of this.sessions.values()) session.outlet?.send(encodeResync(session, view));
    return moved;
  }

  #end(id: string): void {
    const session = this.sessions.get(id);
    if (!session) return;
    this.sessions.delete(id);
    const { outlet } = session;
    session.outlet = undefined;
    outlet?.close(CLOSE_CODES.storeLost, 'this membership had ended; join anew');
  }

  #claim(node: string, member: Member): Claim[] {
    const session = this.sessions.get(member.id);
    if (session?.gen === member.gen) return [{ member, by: session.outlet ? 'socket' : 'place' }];
    // A peer that was here and has no session left is gone; only the store may not have been told yet.
    return member.node === node ? [] : [{ member, by: 'hearsay' }];
  }
}
