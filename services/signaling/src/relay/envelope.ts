import type { ByeReason } from '@parley/shared/server-messages';
import type { Member } from '../membership/membership.ts';

/** A frame on its way to peers of another node. */
export interface DeliverEnvelope {
  readonly kind: 'deliver';
  readonly room: string;
  readonly from: string;
  /** One peer; without it every member of the room that the node holds, but for the sender. */
  readonly to: string | undefined;
  /** The whole frame as the receiving socket gets it. */
  readonly frame: Buffer;
  /** The sender's mark on its request. It stays on this node, for the answer if nobody hears. */
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

/** What one node tells another. It stays between nodes: clients never see it. */
export type Envelope = DeliverEnvelope | ChangeEnvelope;
