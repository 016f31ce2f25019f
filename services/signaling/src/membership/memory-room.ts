import type { ByeReason } from '@parley/shared/server-messages';
import { DEPARTURES_KEPT, MAILBOX_BYTES, MAILBOX_FRAMES } from './membership.ts';
import type { Departure, Member, RoomView } from './membership.ts';

/** A place in a room. `deadline` is when the window of a detached peer is over, in ms; undefined while attached. */
export interface Place {
  member: Member;
  tokenHash: string;
  /** The token before the last attach: its answer may have been lost on the way to the client. */
  formerTokenHash: string | undefined;
  deadline: number | undefined;
  mail: Buffer[];
}

/** One room of this process. */
export class MemoryRoom {
  readonly epoch: number;
  readonly capacity: number;
  readonly places = new Map<string, Place>();
  #seq = 0;
  #departures: Departure[] = [];

  constructor(epoch: number, capacity: number) {
    this.epoch = epoch;
    this.capacity = capacity;
  }

  get full(): boolean {
    return this.places.size >= this.capacity;
  }

  add(member: Omit<Member, 'seq' | 'gen'>, tokenHash: string): void {
    this.#seq += 1;
    const { id, node, name } = member;
    this.places.set(id, {
      member: { id, node, name, seq: this.#seq, gen: 1 },
      tokenHash,
      formerTokenHash: undefined,
      deadline: undefined,
      mail: [],
    });
  }

  remove(id: string, reason: ByeReason): Departure {
    this.places.delete(id);
    this.#seq += 1;
    const departure = { id, reason, seq: this.#seq };
    this.#departures = [...this.#departures, departure].slice(-DEPARTURES_KEPT);
    return departure;
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
      members,
      departures: this.#departures,
    };
  }
}
