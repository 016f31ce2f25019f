import type { ByeReason } from '@parley/shared/server-messages';

/** One peer of a room: who it is and which node holds its socket. */
export interface Member {
  readonly id: string;
  readonly node: string;
  readonly name?: string | undefined;
  /** The room's `seq` that its join made. */
  readonly seq: number;
}

/** A member that went, and the room's `seq` that its going made. */
export interface Departure {
  readonly id: string;
  readonly reason: ByeReason;
  readonly seq: number;
}

/**
 * A room at one moment. `epoch` tells one life of a room from the next: a room that emptied and filled again begins
 * anew at `seq` 1 with a larger epoch. An empty room has epoch 0 and seq 0. `departures` are the last few, so that
 * whoever missed one still learns its reason.
 */
export interface RoomView {
  readonly epoch: number;
  readonly seq: number;
  readonly capacity: number;
  readonly members: readonly Member[];
  readonly departures: readonly Departure[];
}

export interface Newcomer {
  readonly id: string;
  readonly node: string;
  readonly name?: string | undefined;
  /** SHA-256 of the resume token, base64url; the token itself is never stored. */
  readonly tokenHash: string;
}

export type JoinOutcome =
  | { readonly status: 'joined'; readonly view: RoomView }
  | { readonly status: 'full'; readonly capacity: number };

export type LeaveOutcome =
  | {
      readonly status: 'left';
      readonly epoch: number;
      readonly departure: Departure;
      /** The nodes that still hold members of the room: they are owed the news. */
      readonly nodes: readonly string[];
    }
  | { readonly status: 'absent' };

/** How many departures a room remembers. */
export const DEPARTURES_KEPT = 8;

/**
 * Who is in a room, exactly, across all nodes. Each operation is atomic and raises the room's `seq` by one where it
 * changes the membership. All of them may throw StoreUnavailable; whether the change happened is then unknown, and
 * repeating the call is safe: joining twice under one id is one membership, leaving twice is one departure.
 */
export interface Membership {
  /** Never lets in more than the capacity the room was opened with; `capacity` counts where this join opens it. */
  join(room: string, newcomer: Newcomer, capacity: number): Promise<JoinOutcome>;
  leave(room: string, id: string, reason: ByeReason): Promise<LeaveOutcome>;
  snapshot(room: string): Promise<RoomView>;
}
