import type { ErrorCode } from '@parley/shared/error-codes';
import type { IceConfig } from '@parley/shared/ice';
import type {
  Bye,
  ErrorMessage,
  Forwarded,
  Full,
  Joined,
  OtherJoin,
  Resumed,
  Resync,
} from '@parley/shared/server-messages';
import type { Setback } from './reconnect-policy.ts';

/**
 * Where the connection stands. `away` comes back by itself; `stopped` does not. `joining` says, from the second try of
 * a first join on, what was in the way of the one before.
 */
export type SignalingState =
  | { name: 'idle' }
  | { name: 'joining'; because?: Setback }
  | { name: 'joined' }
  | { name: 'away'; because: Setback }
  | { name: 'stopped'; because: Setback }
  | { name: 'left' };

export interface SignalingEvents {
  state: SignalingState;
  /** Also after coming back too late to resume: `peers` is then the whole truth, and our `id` is a new one. */
  joined: Joined;
  /** We are back in our place, under our id; `peers` is the whole truth. */
  resumed: Resumed;
  otherjoin: OtherJoin;
  bye: Bye;
  message: Forwarded;
  resync: Resync;
  ice: IceConfig;
  /** A request was refused; the connection lives. */
  error: ErrorMessage;
}

export interface JoinRefused {
  type: 'refused';
  code: ErrorCode;
  message: string;
}

/** No node answered; `closeCode` is for whoever helps. */
export interface JoinUnreachable {
  type: 'unreachable';
  closeCode: number;
}

/** We left before the answer came. */
export interface JoinCancelled {
  type: 'cancelled';
}

export type JoinReply = Joined | Full | JoinRefused | JoinUnreachable | JoinCancelled;
