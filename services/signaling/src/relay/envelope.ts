import type { ByeReason } from '@parley/shared/server-messages';
import type { Member, RoomVersion, Whereabouts } from '../membership/membership.ts';

/** A frame on its way to peers of another node. */
export interface DeliverEnvelope {
  readonly kind: 'deliver';
  readonly room: string;
  readonly from: string;
  readonly to: readonly string[];
  /** The whole frame as the receiving socket gets it. */
  readonly frame: Buffer;
  /** The sender's mark on its request, for the answer if a peer cannot be reached. */
  readonly ref?: string | undefined;
  /** Rises with each message said on the sender's node, which alone knows it: what comes back is put in order by it. */
  readonly said?: number;
  /** See `Letter`. Known on the node that sends it only, too. */
  readonly tellUntil?: number | undefined;
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
export interface MoveEnvelope extends Whereabouts {
  readonly kind: 'move';
  readonly room: string;
  readonly id: string;
}

/** The room in the store is at this version now, after a node put back what the store had lost: compare. */
export interface LookEnvelope extends RoomVersion {
  readonly kind: 'look';
  readonly room: string;
}

/** Something was kept for a peer of yours while you did not hear: collect it before what comes after this. */
export interface MailEnvelope {
  readonly kind: 'mail';
  readonly room: string;
  readonly id: string;
}

/** A message that could not be handed over, on its way back to the node it came from. */
export interface ReturnedEnvelope {
  readonly kind: 'returned';
  /** The number it came under, by which its sender's node knows whether it still waits for it. */
  readonly number: number;
  readonly room: string;
  readonly from: string;
  readonly to: string;
  readonly frame: Buffer;
  readonly ref?: string | undefined;
  /** The generation in which the peer's session is here and cannot be handed anything; none where it is not here. */
  readonly gen: number | undefined;
}

/** What you gave back under this number for one peer is placed: if I die now, nothing of it is lost. */
export interface PlacedEnvelope {
  readonly kind: 'placed';
  readonly number: number;
  readonly to: string;
}

/**
 * Asks: tell me once you have dealt with all that came from me before this. With `room` and `id` it says too that I hold
 * from here on what I have for that peer: what comes after this is new, and need not be given back.
 */
export interface MarkEnvelope {
  readonly kind: 'mark';
  readonly mark: number;
  readonly room?: string | undefined;
  readonly id?: string | undefined;
}

/** Answers a mark, or a settle; what was given back came before it. */
export interface PassedEnvelope {
  readonly kind: 'passed';
  readonly mark: number;
}

/** A peer has come from there to here: tell me, as with a mark, once all that it said on your node is placed. */
export interface SettleEnvelope {
  readonly kind: 'settle';
  readonly mark: number;
  readonly room: string;
  readonly id: string;
}

/** What one node tells another. It stays between nodes: clients never see it. */
export type Envelope =
  | DeliverEnvelope
  | ReturnedEnvelope
  | PlacedEnvelope
  | ChangeEnvelope
  | MoveEnvelope
  | LookEnvelope
  | MailEnvelope
  | MarkEnvelope
  | PassedEnvelope
  | SettleEnvelope;
