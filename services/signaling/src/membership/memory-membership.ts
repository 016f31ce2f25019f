import type { ByeReason } from '@parley/shared/server-messages';
import { MemoryRoom } from './memory-room.ts';
import type {
  AttachOutcome,
  Comeback,
  DepositOutcome,
  DetachOutcome,
  JoinOutcome,
  LeaveOutcome,
  Membership,
  Newcomer,
  ReclaimOutcome,
  RoomVersion,
  RoomView,
} from './membership.ts';

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

  async join(name: string, newcomer: Newcomer, capacity: number): Promise<JoinOutcome> {
    const room = this.#rooms.get(name) ?? this.#open(name, capacity);
    if (room.places.has(newcomer.id)) return { status: 'joined', view: room.view() };
    if (room.full) return { status: 'full', capacity: room.capacity };
    room.add(newcomer, newcomer.tokenHash);
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

  async attach(name: string, { id, node, tokenHash, newTokenHash }: Comeback): Promise<AttachOutcome> {
    const room = this.#rooms.get(name);
    const place = room?.places.get(id);
    if (!room || !place || (place.deadline !== undefined && place.deadline <= this.#now())) return EXPIRED;
    if (place.tokenHash === tokenHash) place.formerTokenHash = tokenHash;
    else if (place.formerTokenHash !== tokenHash) return EXPIRED;
    const formerNode = place.member.node;
    place.member = { ...place.member, node, gen: place.member.gen + 1 };
    place.tokenHash = newTokenHash;
    place.deadline = undefined;
    return { status: 'attached', view: room.view(), formerNode, mail: place.mail.splice(0) };
  }

  async evict(name: string, id: string): Promise<LeaveOutcome> {
    const deadline = this.#rooms.get(name)?.places.get(id)?.deadline;
    return deadline !== undefined && deadline <= this.#now() ? this.#remove(name, id, 'lost') : ABSENT;
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
    const { node, gen } = place.member;
    if (place.deadline === undefined && gen !== deafGen) return { status: 'attached', node, gen };
    return { status: 'kept', count: room.keep(place, frames) };
  }

  async reclaim(name: string, id: string, gen: number): Promise<ReclaimOutcome> {
    const place = this.#rooms.get(name)?.places.get(id);
    if (place?.member.gen !== gen) return { status: 'stale' };
    place.deadline = undefined;
    return { status: 'reclaimed', mail: place.mail.splice(0) };
  }

  async orphan(name: string, node: string, windowMs: number): Promise<readonly string[]> {
    const places = [...(this.#rooms.get(name)?.places.values() ?? [])];
    const orphans = places.filter(({ member }) => member.node === node);
    for (const place of orphans) place.deadline ??= this.#now() + windowMs;
    return orphans.map(({ member }) => member.id);
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

  #open(name: string, capacity: number): MemoryRoom {
    // Microseconds, and never twice the same: a room may empty and fill again within one.
    this.#lastEpoch = Math.max(this.#lastEpoch + 1, Date.now() * 1000);
    const room = new MemoryRoom(this.#lastEpoch, capacity);
    this.#rooms.set(name, room);
    return room;
  }
}
