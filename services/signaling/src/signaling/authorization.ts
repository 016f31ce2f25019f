import { CLOSE_CODES } from '@parley/shared/close-codes';
import type { Denial, Gatekeeper, Grant } from '../admission/gatekeeper.ts';
import { grantIn } from './identity.ts';
import type { NodeContext } from './node-context.ts';
import { Refusal } from './refusal.ts';
import type { Session, SessionGrant } from './session.ts';

/** When a client may ask again whose token could not be checked. */
const KEYS_RETRY_MS = 5_000;
/** How often sessions are looked at whose token may have run out. */
const LOOK_EVERY_MS = 1_000;

const ADVICE: Readonly<Record<Exclude<Denial, 'unchecked'>, string>> = {
  missing: 'this server asks for a room token; ask whoever invited you for a new link',
  invalid: 'this room token is not valid here; ask for a new one',
  expired: 'this room token has run out; ask for a new one',
  'other-room': 'this room token is for another room',
};

/** What a room token grants; undefined where rooms are open. Throws a Refusal. */
export async function authorize(
  { gatekeeper }: NodeContext,
  room: string,
  token: string | undefined,
): Promise<Grant | undefined> {
  if (!gatekeeper) return undefined;
  const verdict = await gatekeeper.check(token, room);
  if (verdict.ok) return verdict.grant;
  throw verdict.why === 'unchecked'
    ? unchecked(room)
    : new Refusal('unauthorized', ADVICE[verdict.why], { room });
}

/** A fresh token for a session that is in its room: it may stay for as long as that says. Throws a Refusal. */
export async function renew(context: NodeContext, session: Session, token: string): Promise<void> {
  const grant = await authorize(context, session.room, token);
  if (!grant) return;
  insistOnSame(session.grant, grant, session.room);
  session.grant = grant;
}

/**
 * Whether a session may still come back: by a fresh room token, or for as long as its last one holds, which its own
 * token tells. Gives what it may then. Throws a Refusal.
 */
export async function authorizeResume(
  context: NodeContext,
  { room, token, roomToken }: { room: string; token: string; roomToken?: string | undefined },
): Promise<SessionGrant | undefined> {
  const { gatekeeper } = context;
  if (!gatekeeper) return undefined;
  const held = grantIn(token);
  const holds = held !== undefined && held.expiresAt + gatekeeper.leewayMs > Date.now();
  if (roomToken === undefined) {
    if (holds) return held;
    throw new Refusal('session_expired', 'the room token of this session has run out; join again', { room });
  }
  try {
    const grant = await authorize(context, room, roomToken);
    if (grant) insistOnSame(held, grant, room);
    return grant;
  } catch (error) {
    // Keys that cannot be read keep nobody out whom they let in before.
    if (holds && error instanceof Refusal && error.code === 'unavailable') return held;
    throw error;
  }
}

/** Closes the connections of those whose token has run out. Gives a function that ends it. */
export function endGrants(
  rooms: { sessions(): Iterable<Session> },
  gatekeeper: Gatekeeper | undefined,
  guard: (act: () => unknown) => () => void,
): () => void {
  if (!gatekeeper) return () => {};
  const look = guard(() => {
    const dueBefore = Date.now() - gatekeeper.leewayMs;
    for (const { grant, outlet } of rooms.sessions()) {
      if (grant && grant.expiresAt < dueBefore)
        outlet?.close(CLOSE_CODES.unauthorized, 'the room token has run out');
    }
  });
  const timer = setInterval(look, LOOK_EVERY_MS);
  timer.unref();
  return () => clearInterval(timer);
}

function insistOnSame(held: SessionGrant | undefined, grant: Grant, room: string): void {
  if (held === undefined || held.bearer === grant.bearer) return;
  throw new Refusal('unauthorized', 'this room token is for somebody else', { room });
}

function unchecked(room: string): Refusal {
  const advice = 'room tokens cannot be checked right now; try again shortly';
  return new Refusal('unavailable', advice, { room, retryAfterMs: KEYS_RETRY_MS });
}
