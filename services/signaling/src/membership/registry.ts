import type { Incarnation } from './membership.ts';

/** A peer whose window is over, or will be. */
export interface Due {
  readonly room: string;
  readonly id: string;
}

/**
 * Which nodes live, which rooms each may hold peers of, and whose window is over when. It is an index: it may name too
 * much, never too little, and what it names is checked against the membership before anything is done. All operations
 * may be repeated, and may throw StoreUnavailable.
 */
export interface Registry {
  /**
   * Prolongs a node's lease. Not `held` where it had run out, or never was: others may have given up on the node, and a
   * new term begins.
   */
  renew(node: string, leaseMs: number): Promise<{ readonly held: boolean; readonly term: number }>;
  /** A node that stops: no lease, no rooms. */
  forget(node: string): Promise<void>;
  /** A dead node was dealt with: forgotten, unless it has begun a new term meanwhile. */
  bury(dead: Incarnation): Promise<void>;
  /** Noted before a node lets its first peer into a room. */
  enter(node: string, room: string): Promise<void>;
  /** The node holds no peer of the room any more. */
  exit(node: string, room: string): Promise<void>;
  /** Nodes whose lease has run out, and the term that ended with it. */
  dead(): Promise<readonly Incarnation[]>;
  roomsOf(node: string): Promise<readonly string[]>;
  /** Lets one node at a time deal with a dead one; true for who may. It runs out by itself. */
  claim(node: string, claimMs: number): Promise<boolean>;
  /** Noted before a peer is detached: its window is over in so many ms. */
  expect(due: Due, windowMs: number): Promise<void>;
  /** Peers whose window should be over, the longest first. */
  due(limit: number): Promise<readonly Due[]>;
  /** A due peer was dealt with. One that was detached anew meanwhile stays expected. */
  settle(due: Due): Promise<void>;
}
