import { shouldReconnect } from '@parley/shared/close-codes';
import type { ErrorCode } from './messages.ts';

/** Why we are not in the room (any more). */
export type Setback =
  | { kind: 'closed'; code: number }
  | { kind: 'refused'; code: ErrorCode; message: string; retryAfterMs?: number | undefined }
  | { kind: 'full'; capacity: number };

/**
 * Decides how long to wait, in milliseconds, before try number `attempt` (from 0) to come back, or with null to stop.
 * It should jitter: the clients of a dead node must not come back all at once.
 */
export type ReconnectPolicy = (attempt: number, setback: Setback) => number | null;

const FIRST_STEP_MS = 500;
const LONGEST_STEP_MS = 30_000;

/** A membership that held this long starts again from the shortest step. */
export const STABLE_MS = 60_000;

/**
 * How long to wait before try number `attempt` (from 0) to come back; null means stop.
 * Full jitter: the clients of a dead node come back spread out, not at once. A time named by the server is a lower
 * bound, and the jitter of one step goes on top of it.
 */
export function reconnectDelayMs(
  attempt: number,
  setback: Setback,
  random: () => number = Math.random,
): number | null {
  if (!mayReturn(setback)) return null;
  const step = Math.min(LONGEST_STEP_MS, FIRST_STEP_MS * 2 ** attempt);
  return hintMs(setback) + random() * step;
}

function hintMs(setback: Setback): number {
  if (setback.kind === 'refused') return setback.retryAfterMs ?? 0;
  return 0;
}

// A full room is worth another try: our own ghost may hold the seat until its resume window is over.
function mayReturn(setback: Setback): boolean {
  if (setback.kind === 'closed') return shouldReconnect(setback.code);
  if (setback.kind === 'refused') return isPassing(setback.code);
  return true;
}

/** Whether a refusal is of the moment: the same request may well be granted later. */
export function isPassing(code: ErrorCode): boolean {
  switch (code) {
    case 'rate_limited':
    case 'busy':
    case 'unavailable':
    case 'internal':
    case 'session_expired':
      return true;
    case 'bad_json':
    case 'bad_message':
    case 'unknown_type':
    case 'already_joined':
    case 'not_in_room':
    case 'unknown_peer':
    case 'undeliverable':
    case 'unauthorized':
      return false;
    default:
      return code satisfies never;
  }
}
