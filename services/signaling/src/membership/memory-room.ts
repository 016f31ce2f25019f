import type { ByeReason } from '@parley/shared/server-messages';
import { DEPARTURES_KEPT, MAILBOX_BYTES, MAILBOX_FRAMES } from './membership.ts';
import type { Departure, Member, RoomView } from './membership.ts';

/** A place in a room. `deadline` is when the window of a detached peer is over, in ms; undefined while attached. */
export interface Place {
  member: Member;
  deadline: number | undefined;
  /** The last few nodes that the session came by. */
  way: readonly string[];
  /** Number of the first frame in `mail`. */
  firstMail: number;
  mail: Buffer[];
}

/** One room of this process. */
export class MemoryRoom {
  epoch: number;
  readonly capacity: number;
  readonly places = new Map<string, Place>();
  /** Until when, in ms, members that are only known by hearsay are put back. */
  restoringUntil: number;
  #seq = 0;
  #departures: Departure[] = [];

  constructor(epoch: number, capacity: number, restoringUntil: number) {
    this.epoch = epoch;
    this.capacity = capacity;
    this.restoringUntil = restoringUntil;
  }

  get full(): boolean {
    return this.places.size >= this.capacity;
  }

  get seq(): number {
    return this.#seq;
  }

  get departures(): readonly Departure[] {
    return this.#departures;
  }

  add(member: Omit<Member, 'seq'>, deadline?: number): void {
    this.#seq += 1;
    this.put({ ...member, seq: this.#seq }, deadline);
  }

  /** A member as it was, without a change of its own. What was kept for it stays. */
  put(member: Member, deadline: number | undefined): void {
    const place = this.places.get(member.id) ?? { way: [], firstMail: 1, mail: [] };
    this.places.set(member.id, { ...place, member, deadline });
  }

  remove(id: string, reason: ByeReason): Departure {
    this.places.delete(id);
    this.#seq += 1;
    const departure = { id, reason, seq: this.#seq };
    this.#departures = [...this.#departures, departure].slice(-DEPARTURES_KEPT);
    return departure;
  }

  /** A new life of the room, with at least the `seq` that others have seen of it. */
  beginAnew(epoch: number, seq: number, restoringUntil: number): void {
    this.epoch = epoch;
    this.#seq = Math.max(this.#seq, seq);
    this.restoringUntil = restoringUntil;
  }

  remember(departures: readonly Departure[]): void {
    this.#departures = departures.slice(-DEPARTURES_KEPT);
  }

  /** Keeps what fits into a mailbox, and says how many frames that is. */
  keep(place: Place, frames: readonly Buffer[]): number {
    let bytes = place.mail.reduce((sum, frame) => sum + frame.length, 0);
    let count = 0;
    for (const frame of frames) {
      bytes += frame.length;
      if (place.mail.length >= MAILBOX_FRAMES || bytes > MAILBOX_BYTES) break;
      place.mail.push(frame);
      count += 1;
    }
    return count;
  }

  get nodes(): string[] {
    return [...new Set([...this.places.values()].map(({ member }) => member.node))];
  }

  view(): RoomView {
    const members = [...this.places.values()].map(({ member }) => member);
    return {
      epoch: this.epoch,
      seq: this.#seq,
      capacity: this.capacity,
      members: members.toSorted((one, other) => one.seq - other.seq),
      departures: this.#departures,
    };
  }
}
