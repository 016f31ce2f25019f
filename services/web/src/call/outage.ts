import type { Setback } from '@parley/client/reconnect-policy';
import type { SignalingState } from '@parley/client/signaling-events';

/** Our connection to the server is away; the call goes on. */
export interface Outage {
  because: Setback;
  /** When the next try is, by `performance.now()`. */
  retryAt: number;
  /** The server itself named the time, and it would be of no use to come earlier. */
  isAsked: boolean;
}

/** Undefined while there is nothing to tell: a change over to another node is none. */
export function outageOf(state: SignalingState, now: number): Outage | undefined {
  if (state.name !== 'away') return undefined;
  const { because, retryInMs } = state;
  const isAsked = because.kind === 'refused' && because.retryAfterMs !== undefined;
  return { because, retryAt: now + retryInMs, isAsked };
}

/** Whole seconds until the next try; undefined where it is about to come, or on its way. */
export function secondsLeft({ retryAt }: Outage, now: number): number | undefined {
  const seconds = Math.ceil((retryAt - now) / 1_000);
  return seconds > 0 ? seconds : undefined;
}
