import { CLOSE_CODES } from '@parley/shared/close-codes';
import type { ResumeMessage } from '@parley/shared/client-messages';
import type { AttachOutcome } from '../membership/membership.ts';
import { StoreUnavailable } from '../membership/store-unavailable.ts';
import { hashToken, newToken, roomTag } from './identity.ts';
import { STORE_RETRY_MS, newSession, welcome } from './join.ts';
import type { NodeContext } from './node-context.ts';
import type { Outlet } from './outlet.ts';
import { Refusal } from './refusal.ts';
import type { Session } from './session.ts';

/**
 * Gives a session its place back, on this node, whichever held it before. The client gets `resumed` with a new token,
 * then what was kept for it, in order; the others notice nothing. Throws a Refusal where the session is over or the
 * store is away: in that case the client's token stays good.
 */
export async function resume(context: NodeContext, outlet: Outlet, message: ResumeMessage): Promise<Session> {
  const { room, id, ref } = message;
  const { rooms, node, log } = context;
  rooms.hold(room);
  const settled = context.delivery.arrive(room, id);
  try {
    const token = newToken();
    const { view, formerNode, mail } = await attach(context, message, token);
    const member = view.members.find((candidate) => candidate.id === id);
    if (!member) throw new Error('the view does not hold the session');
    const { name, gen } = member;
    displace(context, rooms.session(room, id));
    const session = newSession(context, { id, room, name, token, outlet, gen }, view);
    rooms.admit(session, view, () => {
      outlet.send(welcome(context, session, 'resumed', ref));
      for (const frame of mail) outlet.send(frame);
    });
    rooms.tell(view, { kind: 'move', room, id, node, gen }, [formerNode]);
    log.info(
      { room: roomTag(room), peerId: id, kept: mail.length, moved: formerNode !== node },
      'peer resumed',
    );
    return session;
  } finally {
    settled();
    rooms.release(room);
  }
}

/** A session that goes on elsewhere: its socket, if it still has one, has nothing left to say. */
export function displace({ waiting }: NodeContext, session: Session | undefined): void {
  if (!session) return;
  waiting.forget(session);
  const { outlet } = session;
  session.outlet = undefined;
  outlet?.close(CLOSE_CODES.takenOver, 'this session went on elsewhere');
}

async function attach(
  { membership, node, rooms }: NodeContext,
  { room, id, token }: ResumeMessage,
  fresh: string,
): Promise<Extract<AttachOutcome, { status: 'attached' }>> {
  try {
    const comeback = { id, node, tokenHash: hashToken(token), newTokenHash: hashToken(fresh) };
    const entering = rooms.enter(room);
    const [outcome] = await Promise.all([membership.attach(room, comeback), entering]);
    if (outcome.status === 'attached') return outcome;
  } catch (error) {
    if (!(error instanceof StoreUnavailable)) throw error;
    const advice = 'rooms cannot be reached right now; try again shortly';
    throw new Refusal('unavailable', advice, { room, retryAfterMs: STORE_RETRY_MS });
  }
  throw new Refusal('session_expired', 'this session is over; join the room again', { room });
}
