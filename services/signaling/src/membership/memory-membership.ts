import type { ByeReason } from '@parley/shared/server-messages';
import { DEPARTURES_KEPT } from './membership.ts';
import type {
  Departure,
  JoinOutcome,
  LeaveOutcome,
  Member,
  Membership,
  Newcomer,
  RoomView,
} from './membership.ts';

interface Room {
  readonly epoch: number;
  readonly capacity: number;
  seq: number;
  readonly members: Map<string, Member>;
  departures: Departure[];
}

/** The rooms of one process. What `make run` uses; nothing of it outlives the process. */
export class MemoryMembership implements Membership {
  readonly #rooms = new Map<string, Room>();
  #lastEpoch = 0;

  async join(name: string, newcomer: Newcomer, capacity: number): Promise<JoinOutcome> {
    const room = this.#rooms.get(name) ?? this.#open(name, capacity);
    if (room.members.has(newcomer.id)) return { status: 'joined', view: view(room) };
    if (room.members.size >= room.capacity) return { status: 'full', capacity: room.capacity };
    room.seq += 1;
    const { id, node, name: displayName } = newcomer;
    room.members.set(id, { id, node, name: displayName, seq: room.seq });
    return { status: 'joined', view: view(room) };
  }

  async leave(name: string, id: string, reason: ByeReason): Promise<LeaveOutcome> {
    const room = this.#rooms.get(name);
    if (!room?.members.delete(id)) return { status: 'absent' };
    room.seq += 1;
    const departure = { id, reason, seq: room.seq };
    room.departures = [...room.departures, departure].slice(-DEPARTURES_KEPT);
    if (room.members.size === 0) this.#rooms.delete(name);
    const nodes = [...new Set([...room.members.values()].map((member) => member.node))];
    return { status: 'left', epoch: room.epoch, departure, nodes };
  }

  async snapshot(name: string): Promise<RoomView> {
    const room = this.#rooms.get(name);
    return room ? view(room) : { epoch: 0, seq: 0, capacity: 0, members: [], departures: [] };
  }

  #open(name: string, capacity: number): Room {
    // Microseconds, and never twice the same: a room may empty and fill again within one.
    this.#lastEpoch = Math.max(this.#lastEpoch + 1, Date.now() * 1000);
    const room: Room = { epoch: this.#lastEpoch, capacity, seq: 0, members: new Map(), departures: [] };
    this.#rooms.set(name, room);
    return room;
  }
}

function view(room: Room): RoomView {
  const { epoch, seq, capacity, departures } = room;
  return { epoch, seq, capacity, members: [...room.members.values()], departures };
}
