import { CLOSE_CODES } from '@parley/shared/close-codes';
import type { ResumeMessage } from '@parley/shared/client-messages';
import type { AttachOutcome } from '../membership/membership.ts';
import { StoreUnavailable } from '../membership/store-unavailable.ts';
import { authorizeResume } from './authorization.ts';
import { hashToken, newToken } from './identity.ts';
import { STORE_RETRY_MS, holdAgainst, newSession, welcome } from './join.ts';
import type { NodeContext } from './node-context.ts';
import type { Outlet } from './outlet.ts';
import { Refusal } from './refusal.ts';
import type { Session } from './session.ts';
import { trail } from './trace.ts';

/**
 * How much longer than a lease what a peer said on a former node may take to come to its end. A node that answers later
 * finds its lease run out, and says nothing more for those who left it.
 */
const SETTLE_MARGIN_MS = 500;

/**
 * Gives a session its place back, on this node, whichever held it before. The client gets `resumed` with a new token,
 * then what was kept for it, in order; the others notice nothing. Resolves once what the peer said on its former node
 * cannot be overtaken by what it says here. Throws a Refusal where the session is over or the store is away: in that
 * case the client's token stays good.
 */
export async function resume(
  context: NodeContext,
  outlet: Outlet,
  message: ResumeMessage,
  seat: { session: Session | undefined },
): Promise<void> {
  const { room, id } = message;
  const { rooms, node, delivery, limits } = context;
  rooms.expect(room, id);
  const arrived = delivery.arrive(room, id);
  let formerNodes: readonly string[];
  try {
    formerNodes = await takeIn(context, outlet, message, seat);
  } catch (error) {
    // The store may have the session here by now, which nobody holds: it is found with the next lease.
    if (!(error instanceof Refusal)) context.fallBehind();
    throw error;
  } finally {
    arrived();
    rooms.letIn(room, id);
  }
  const elsewhere = [...new Set(formerNodes)].filter((former) => former !== node);
  if (elsewhere.length > 0) await delivery.follow(room, id, elsewhere, limits.leaseMs + SETTLE_MARGIN_MS);
}

/** Gives the nodes that the session came by. */
async function takeIn(
  context: NodeContext,
  outlet: Outlet,
  message: ResumeMessage,
  seat: { session: Session | undefined },
): Promise<readonly string[]> {
  const { room, id, ref } = message;
  const { rooms, node, delivery, log } = context;
  const grant = await authorizeResume(context, message);
  const token = newToken(grant);
  const { view, formerNodes, mail } = await attach(context, outlet, message, token);
  const member = view.members.find((candidate) => candidate.id === id);
  if (!member) throw new Error('the view does not hold the session');
  await holdAgainst(context, room, view);
  const { name, gen, term, tokenHash, formerTokenHash } = member;
  displace(context, rooms.session(room, id));
  const session = newSession(context, { id, room, name, token, outlet, gen, grant }, view);
  seat.session = session;
  rooms.admit(session, view, member, () => {
    outlet.send(welcome(context, session, 'resumed', ref));
    delivery.keptMail.handOver(session, mail);
  });
  const move = { kind: 'move', room, id, node, term, gen, tokenHash, formerTokenHash } as const;
  rooms.tell(view, move, formerNodes);
  const moved = formerNodes.at(-1) !== node;
  log.info({ ...trail(room, outlet, ref), peerId: id, kept: mail.frames.length, moved }, 'peer resumed');
  return formerNodes;
}

/** A session that goes on elsewhere: its socket, if it still has one, has nothing left to say. */
export function displace({ waiting }: NodeContext, session: Session | undefined): void {
  if (!session) return;
  waiting.forget(session);
  const { outlet } = session;
  session.outlet = undefined;
  outlet?.close(CLOSE_CODES.takenOver, 'this session went on elsewhere');
}

type Attached = Extract<AttachOutcome, { status: 'attached' }>;

async function attach(
  context: NodeContext,
  outlet: Outlet,
  message: ResumeMessage,
  fresh: string,
): Promise<Attached> {
  const { room, id } = message;
  const { rooms, lease, limits, compare, fallBehind } = context;
  try {
    const attached = await tryToAttach(context, outlet, message, fresh);
    if (attached) return attached;
    // A store that lost its memory may not have been told yet of a member that this node knows.
    const again = rooms.member(room, id) && (await compare(room));
    const restored = again ? await tryToAttach(context, outlet, message, fresh) : undefined;
    if (restored) return restored;
  } catch (error) {
    if (!(error instanceof StoreUnavailable)) throw error;
    // The store may have attached the session here, or do so yet, and only its answer was lost.
    rooms.leaveNoted(room);
    fallBehind();
    throw unavailable(room);
  }
  // Nor of one that only others know: they need a moment to put it back.
  if (lease.doubtedForMs < limits.leaseMs) throw unavailable(room);
  throw new Refusal('session_expired', 'this session is over; join the room again', { room });
}

/** Undefined where the store knows no such session. */
async function tryToAttach(
  { membership, node, lease, rooms, fallBehind }: NodeContext,
  outlet: Outlet,
  { room, id, token }: ResumeMessage,
  fresh: string,
): Promise<Attached | undefined> {
  await rooms.enter(room);
  // Its client may have come back elsewhere since, with a token that this would make worthless.
  if (!outlet.open) throw unavailable(room);
  const { term } = lease;
  const hashes = { tokenHash: hashToken(token), newTokenHash: hashToken(fresh) };
  const outcome = await membership.attach(room, { id, node, term, ...hashes });
  // Whoever ended the term in which this began may yet take the peer for an orphan.
  if (lease.term !== term) fallBehind();
  return outcome.status === 'attached' ? outcome : undefined;
}

function unavailable(room: string): Refusal {
  const advice = 'rooms cannot be reached right now; try again shortly';
  return new Refusal('unavailable', advice, { room, retryAfterMs: STORE_RETRY_MS });
}
