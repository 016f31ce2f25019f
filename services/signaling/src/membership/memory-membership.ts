import type { ByeReason } from '@parley/shared/server-messages';
import { assertInMemory } from './memory-assert.ts';
import { MemoryRoom } from './memory-room.ts';
import type { Place } from './memory-room.ts';
import type {
  AssertOutcome,
  Assertion,
  AttachOutcome,
  Comeback,
  DepositOutcome,
  DetachOutcome,
  EvictOutcome,
  Incarnation,
  JoinOutcome,
  LeaveOutcome,
  Mailbox,
  Membership,
  Newcomer,
  RoomVersion,
  RoomView,
  Wait,
} from './membership.ts';

/** How many of the nodes that a session came by are known; attach-3.lua keeps as many. */
const WAY_KEPT = 4;

const ABSENT = { status: 'absent' } as const;
const EXPIRED = { status: 'expired' } as const;
const NOWHERE: RoomView = { epoch: 0, seq: 0, capacity: 0, members: [], departures: [] };

/** The rooms of one process. What `make run` uses; nothing of it outlives the process. */
export class MemoryMembership implements Membership {
  readonly #rooms = new Map<string, MemoryRoom>();
  readonly #now: () => number;
  #lastEpoch = 0;

  /** `now` gives milliseconds of a clock that never goes back. */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  async join(name: string, newcomer: Newcomer, capacity: number, holdOffMs: number): Promise<JoinOutcome> {
    const room = this.#rooms.get(name) ?? this.#open(name, capacity, holdOffMs);
    if (room.places.has(newcomer.id)) return { status: 'joined', view: room.view() };
    if (room.full) return { status: 'full', capacity: room.capacity };
    room.add({ ...newcomer, gen: 1 });
    return { status: 'joined', view: room.view() };
  }

  async leave(name: string, id: string, reason: ByeReason, gen?: number): Promise<LeaveOutcome> {
    const place = this.#rooms.get(name)?.places.get(id);
    if (!place || (gen !== undefined && place.member.gen !== gen)) return ABSENT;
    return this.#remove(name, id, reason);
  }

  async detach(name: string, id: string, gen: number, windowMs: number): Promise<DetachOutcome> {
    const place = this.#rooms.get(name)?.places.get(id);
    if (place?.member.gen !== gen || place.deadline !== undefined) return { status: 'stale' };
    place.deadline = this.#now() + windowMs;
    return { status: 'detached' };
  }

  async attach(name: string, { id, node, term, tokenHash, newTokenHash }: Comeback): Promise<AttachOutcome> {
    const room = this.#rooms.get(name);
    const place = room?.places.get(id);
    if (!room || !place) return EXPIRED;
    const { member } = place;
    if (member.tokenHash !== tokenHash && member.formerTokenHash !== tokenHash) return EXPIRED;
    if (place.way.length > 0 || member.node !== node)
      place.way = [...place.way, member.node].slice(-WAY_KEPT);
    const formerNodes = place.way.length > 0 ? place.way : [member.node];
    const gen = member.gen + 1;
    place.member = { ...member, node, term, gen, tokenHash: newTokenHash, formerTokenHash: tokenHash };
    place.deadline = undefined;
    return { status: 'attached', view: room.view(), formerNodes, mail: mailboxOf(place) };
  }

  async evict(name: string, id: string): Promise<EvictOutcome> {
    const deadline = this.#rooms.get(name)?.places.get(id)?.deadline;
    if (deadline === undefined) return ABSENT;
    const ms = deadline - this.#now();
    return ms > 0 ? { status: 'waiting', ms } : this.#remove(name, id, 'lost');
  }

  async deposit(
    name: string,
    id: string,
    frames: readonly Buffer[],
    deafGen?: number,
  ): Promise<DepositOutcome> {
    const room = this.#rooms.get(name);
    const place = room?.places.get(id);
    if (!room || !place) return ABSENT;
    const { node, term, gen, tokenHash, formerTokenHash } = place.member;
    if (place.deadline === undefined && gen !== deafGen) {
      return { status: 'attached', at: { node, term, gen, tokenHash, formerTokenHash } };
    }
    const collector = place.deadline === undefined ? node : undefined;
    return { status: 'kept', count: room.keep(place, frames), collector };
  }

  async assert(name: string, assertion: Assertion): Promise<AssertOutcome> {
    const known = this.#rooms.get(name);
    const room = known ?? this.#open(name, assertion.capacity, assertion.holdOffMs);
    const outcome = assertInMemory(room, !known, assertion, {
      now: this.#now(),
      nextEpoch: (after) => this.#nextEpoch(after),
    });
    if (room.places.size > 0) return outcome;
    this.#rooms.delete(name);
    return { ...outcome, view: NOWHERE };
  }

  async collect(name: string, id: string, gen: number): Promise<Mailbox> {
    const place = this.#rooms.get(name)?.places.get(id);
    const isHere = place?.member.gen === gen && place.deadline === undefined;
    return isHere ? mailboxOf(place) : { first: 1, frames: [] };
  }

  async discard(name: string, id: string, upTo: number): Promise<void> {
    const place = this.#rooms.get(name)?.places.get(id);
    if (!place || upTo <= place.firstMail) return;
    place.mail.splice(0, upTo - place.firstMail);
    place.firstMail = upTo;
  }

  async orphan(name: string, dead: Incarnation, windowMs: number): Promise<readonly Wait[]> {
    const places = [...(this.#rooms.get(name)?.places.values() ?? [])];
    const orphans = places.filter(({ member }) => member.node === dead.node && member.term <= dead.term);
    const now = this.#now();
    for (const place of orphans) place.deadline ??= now + windowMs;
    return places.flatMap(({ member: { id }, deadline }) =>
      deadline === undefined ? [] : [{ id, ms: Math.max(0, deadline - now) }],
    );
  }

  async snapshot(name: string): Promise<RoomView> {
    return this.#rooms.get(name)?.view() ?? NOWHERE;
  }

  version(name: string): Promise<RoomVersion> {
    return this.snapshot(name);
  }

  #remove(name: string, id: string, reason: ByeReason): LeaveOutcome {
    const room = this.#rooms.get(name);
    if (!room) return ABSENT;
    const departure = room.remove(id, reason);
    if (room.places.size === 0) this.#rooms.delete(name);
    return { status: 'left', epoch: room.epoch, departure, nodes: room.nodes };
  }

  #open(name: string, capacity: number, holdOffMs: number): MemoryRoom {
    const room = new MemoryRoom(this.#nextEpoch(0), capacity, this.#now() + holdOffMs);
    this.#rooms.set(name, room);
    return room;
  }

  // Microseconds, and never twice the same: a room may empty and fill again within one.
  #nextEpoch(after: number): number {
    this.#lastEpoch = Math.max(this.#lastEpoch + 1, after + 1, Date.now() * 1000);
    return this.#lastEpoch;
  }
}

function mailboxOf({ firstMail, mail }: Place): Mailbox {
  return { first: firstMail, frames: [...mail] };
}
