import type { ByeReason } from '@parley/shared/server-messages';

/** A node in one unbroken time of its lease. Each start of a node has a name of its own. */
export interface Incarnation {
  readonly node: string;
  /** Rises each time the node's lease had run out: who deals with the term before does not touch this one. */
  readonly term: number;
}

/**
 * Where a session is, and what it comes back with: the node that holds its socket, or held it last. Changes with each
 * attach.
 */
export interface Whereabouts extends Incarnation {
  /** Rises with each attach, so that the late word of a former node counts for nothing. */
  readonly gen: number;
  /** SHA-256 of the resume token, base64url; the token itself is never stored. */
  readonly tokenHash: string;
  /** Of the token before, which stays good until the new one was used. */
  readonly formerTokenHash?: string | undefined;
}

/** One peer of a room: who it is and which node holds its socket. */
export interface Member extends Whereabouts {
  readonly id: string;
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

export type RoomVersion = Pick<RoomView, 'epoch' | 'seq'>;

export type Newcomer = Pick<Member, 'id' | 'node' | 'term' | 'name' | 'tokenHash'>;

/** A detached peer, and what is left of its window. */
export interface Wait {
  readonly id: string;
  readonly ms: number;
}

/** A session that comes back, on whatever node. */
export interface Comeback extends Incarnation {
  readonly id: string;
  readonly tokenHash: string;
  /** What the session's token is from now on. The old one stays good until the new one was used. */
  readonly newTokenHash: string;
}

/** Frames kept for one peer, in order, under numbers that rise by one from `first`. */
export interface Mailbox {
  readonly first: number;
  readonly frames: readonly Buffer[];
}

export type JoinOutcome =
  | { readonly status: 'joined'; readonly view: RoomView }
  | { readonly status: 'full'; readonly capacity: number };

export type AttachOutcome =
  | {
      readonly status: 'attached';
      readonly view: RoomView;
      /** The last few nodes that it came by, the latest last: they have nothing left to say for it. */
      readonly formerNodes: readonly string[];
      /** What was kept for it while it was away. It stays until it is discarded. */
      readonly mail: Mailbox;
    }
  | { readonly status: 'expired' };

export type LeaveOutcome =
  | {
      readonly status: 'left';
      readonly epoch: number;
      readonly departure: Departure;
      /** The nodes that still hold members of the room: they are owed the news. */
      readonly nodes: readonly string[];
    }
  | { readonly status: 'absent' };

/** As LeaveOutcome; `waiting` is a peer whose window is not over: for so many ms. */
export type EvictOutcome = LeaveOutcome | { readonly status: 'waiting'; readonly ms: number };

export type DetachOutcome = { readonly status: 'detached' } | { readonly status: 'stale' };

export type DepositOutcome =
  /**
   * The first `count` frames are kept; a mailbox that is full takes no more. Where the peer counts as attached its node
   * has to be told to collect them.
   */
  | { readonly status: 'kept'; readonly count: number; readonly collector: string | undefined }
  /** The peer has a socket, there. */
  | { readonly status: 'attached'; readonly at: Whereabouts }
  | { readonly status: 'absent' };

/** What a node knows of one member of a room: it holds its `socket`, or only its `place`, or has it by `hearsay`. */
export interface Claim {
  readonly member: Member;
  readonly by: 'socket' | 'place' | 'hearsay';
}

/** A room as one node has it, to be held against the store. */
export interface Assertion extends RoomView, Incarnation {
  readonly claims: readonly Claim[];
  /** How long who is put back without a socket has to come back, and others have to say what they know. */
  readonly holdOffMs: number;
}

/**
 * What became of a peer whose socket the node holds: it is `held`; or its session went on `elsewhere`; or its
 * membership had ended, and the others know: it is `gone`.
 */
export type Verdict = 'held' | 'elsewhere' | 'gone';

export interface AssertOutcome {
  readonly view: RoomView;
  /** Of each peer that was claimed by its socket. */
  readonly verdicts: ReadonlyMap<string, Verdict>;
  /** Those of them for whom something was kept. */
  readonly mail: readonly string[];
  /** Members without a socket now: each must be expected, or nobody would miss it. */
  readonly detached: readonly string[];
  /** The store had lost something that was put back. */
  readonly restored: boolean;
}

/** How many departures a room remembers. */
export const DEPARTURES_KEPT = 32;

/** What is kept for one peer that is away. */
export const MAILBOX_FRAMES = 256;
export const MAILBOX_BYTES = 1_048_576;

/**
 * Who is in a room, exactly, across all nodes. Each operation is atomic and raises the room's `seq` by one where it
 * changes the membership. All of them may throw StoreUnavailable; whether the change happened is then unknown, and
 * repeating the call is safe: joining twice under one id is one membership, leaving twice is one departure.
 */
export interface Membership {
  /**
   * Never lets in more than the capacity the room was opened with; `capacity` counts where this join opens it. For
   * `holdOffMs` such a room may turn out to be one that the store had lost: see `assert`.
   */
  join(room: string, newcomer: Newcomer, capacity: number, holdOffMs: number): Promise<JoinOutcome>;
  /** Ends a membership. With `gen` only while the peer is still in that generation: it may have come back elsewhere. */
  leave(room: string, id: string, reason: ByeReason, gen?: number): Promise<LeaveOutcome>;
  /** The socket is gone; the place is kept for `windowMs`. Stale where the peer has come back meanwhile. */
  detach(room: string, id: string, gen: number, windowMs: number): Promise<DetachOutcome>;
  /** Gives a session its place back, with a new generation, and what was kept for it. */
  attach(room: string, comeback: Comeback): Promise<AttachOutcome>;
  /** Ends a membership (reason `lost`) whose window is over; absent where it is attached. */
  evict(room: string, id: string): Promise<EvictOutcome>;
  /**
   * Keeps frames for a peer that is away. `deafGen` is the generation in which its node did not hear: then frames are
   * kept even though the peer counts as attached.
   */
  deposit(room: string, id: string, frames: readonly Buffer[], deafGen?: number): Promise<DepositOutcome>;
  /**
   * Holds what a node knows of a room against the store, and puts back what the store has lost: peers whose sockets the
   * node holds become attached again where no other node has them and their membership did not end. Where the store
   * lost the room, or fell behind what the node knows, a new epoch begins, and for `holdOffMs` members known by hearsay
   * are put back too, without a socket. May bring a room above its capacity, as the store let in others meanwhile.
   */
  assert(room: string, assertion: Assertion): Promise<AssertOutcome>;
  /**
   * What was kept for an attached peer while its node was deaf or given up; nothing where it is in no such generation.
   * It stays until it is discarded.
   */
  collect(room: string, id: string, gen: number): Promise<Mailbox>;
  /** Frames before the one numbered `upTo` were handed to the peer's socket. May be repeated. */
  discard(room: string, id: string, upTo: number): Promise<void>;
  /**
   * A node is dead: its peers of that term, or before, are detached. Gives all who wait in the room then, on whichever
   * node they were: the dead one may have been the only one that knew of them.
   */
  orphan(room: string, dead: Incarnation, windowMs: number): Promise<readonly Wait[]>;
  snapshot(room: string): Promise<RoomView>;
  /** The cheapest look at a room: whether a replica of it is up to date. */
  version(room: string): Promise<RoomVersion>;
}
