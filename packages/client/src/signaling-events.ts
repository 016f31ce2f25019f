import type {
  Bye,
  ErrorCode,
  ErrorMessage,
  Forwarded,
  Full,
  Ice,
  Joined,
  OtherJoin,
  Resumed,
  Resync,
} from './messages.ts';
import type { Setback } from './reconnect-policy.ts';

/**
 * Where the connection stands. `away` comes back by itself; `stopped` does not. `joining` says, from the second try of
 * a first join on, what was in the way of the one before; `retryInMs` is how long the next try waits. Changing over to
 * another node while the old one still serves is no change of state.
 */
export type SignalingState =
  | { name: 'idle' }
  | { name: 'joining'; because?: Setback; retryInMs?: number }
  | { name: 'joined' }
  | { name: 'away'; because: Setback; retryInMs: number }
  | { name: 'stopped'; because: Setback }
  | { name: 'left' };

export interface SignalingEvents {
  state: SignalingState;
  /** Also after coming back too late to resume: `peers` is then the whole truth, and our `id` is a new one. */
  joined: Joined;
  /** We are back in our place, under our id; what we missed follows as `otherjoin` and `bye`. */
  resumed: Resumed;
  /** Once for each coming and each going, those that only a whole truth told of too. */
  otherjoin: OtherJoin;
  bye: Bye;
  message: Forwarded;
  /** The whole truth; what was news in it follows as `otherjoin` and `bye`. */
  resync: Resync;
  ice: Ice;
  /** The server answered when asked for a sign of life. */
  alive: undefined;
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
