import type { ByeReason } from '@parley/shared/server-messages';
import type { Member } from '../membership/membership.ts';

/** A frame on its way to peers of another node. */
export interface DeliverEnvelope {
  readonly kind: 'deliver';
  /** Whose peer sent it; what cannot be delivered goes back there. */
  readonly node: string;
  readonly room: string;
  readonly from: string;
  readonly to: readonly string[];
  /** The whole frame as the receiving socket gets it. */
  readonly frame: Buffer;
  /** The sender's mark on its request, for the answer if a peer cannot be reached. */
  readonly ref?: string | undefined;
}

/** What happened to a room's membership at `seq`. */
export type Change =
  | { readonly type: 'join'; readonly seq: number; readonly member: Member }
  | { readonly type: 'leave'; readonly seq: number; readonly id: string; readonly reason: ByeReason };

/** News for a node that holds peers of the room. */
export interface ChangeEnvelope {
  readonly kind: 'change';
  readonly room: string;
  readonly epoch: number;
  readonly change: Change;
}

/** A peer is on another node from now on: its membership goes on, so this has no `seq`. */
export interface MoveEnvelope {
  readonly kind: 'move';
  readonly room: string;
  readonly id: string;
  readonly node: string;
  readonly gen: number;
}

/** A message that could not be handed over, on its way back to the node it came from. */
export interface ReturnedEnvelope {
  readonly kind: 'returned';
  /** Who gives it back. */
  readonly node: string;
  readonly room: string;
  readonly from: string;
  readonly to: string;
  readonly frame: Buffer;
  readonly ref?: string | undefined;
  /** The generation in which the peer's session is here without a socket; none where there is no session. */
  readonly gen: number | undefined;
}

/**
 * `mark` asks: tell me once you have dealt with all that came from me before this. `passed` answers; what was given
 * back came before it.
 */
export interface MarkEnvelope {
  readonly kind: 'mark' | 'passed';
  /** Who asks, or answers. */
  readonly node: string;
  readonly mark: number;
}

/** What one node tells another. It stays between nodes: clients never see it. */
export type Envelope = DeliverEnvelope | ReturnedEnvelope | ChangeEnvelope | MoveEnvelope | MarkEnvelope;
