import type { ClientMessage } from '@parley/shared/client-messages';
import type { ErrorCode } from '@parley/shared/error-codes';
import { renew } from './authorization.ts';
import { forward } from './forward.ts';
import { turnUser } from './ice-renewal.ts';
import { newPeerId } from './identity.ts';
import { FULL_RETRY_MS, join, welcome } from './join.ts';
import type { NodeContext } from './node-context.ts';
import type { Outlet } from './outlet.ts';
import type { ClientFrame } from './read-frame.ts';
import { Refusal } from './refusal.ts';
import { resume } from './resume.ts';
import { encode } from './server-frames.ts';
import type { Session } from './session.ts';
import type { Visitor } from './visitor.ts';

/** What whoever guesses is told. */
const NO_RIGHT: ReadonlySet<ErrorCode> = new Set(['unauthorized', 'session_expired']);

/** What a connection holds while it lives: its way out, and its place in a room, if any. */
export interface Seat {
  readonly outlet: Outlet;
  session: Session | undefined;
  /** Where it comes from; undefined where that is not limited. */
  readonly visitor: Visitor | undefined;
}

/**
 * Does what a client asks. Gives a promise only where the store has to be asked, so that nothing waits on the path of
 * a message. Throws, or rejects with, a Refusal for what the client is told; anything else is a fault of ours.
 */
export function dispatch(
  context: NodeContext,
  seat: Seat,
  { message, data }: Extract<ClientFrame, { ok: true }>,
): Promise<void> | undefined {
  switch (message.type) {
    case 'message':
      forward(context, sessionIn(seat, message.room), message, data);
      return undefined;
    case 'ping':
      answerPing(context, seat, message.ref);
      return undefined;
    case 'ice':
      seat.outlet.send(encode({ type: 'ice', ...freshIce(context, seat.session), ref: message.ref }));
      return undefined;
    case 'join':
      return enter(context, seat, message);
    case 'leave':
      return quit(context, seat, sessionIn(seat, message.room), message.ref);
    case 'resume':
      return comeBack(context, seat, message);
    default:
      return message satisfies never;
  }
}

async function enter(
  context: NodeContext,
  seat: Seat,
  message: Extract<ClientMessage, { type: 'join' }>,
): Promise<void> {
  const { session, visitor } = seat;
  if (!session) {
    const { room } = message;
    holdBack(visitor?.takeJoin(), room);
    insistOnSpace(context, room);
    seat.session = await judged(visitor, () => join(context, seat.outlet, message));
    return;
  }
  if (session.room !== message.room) {
    throw new Refusal('already_joined', 'you are in another room; leave it first', { room: message.room });
  }
  if (message.token !== undefined) await renew(context, session, message.token);
  seat.outlet.send(welcome(context, session, 'joined', message.ref));
}

async function comeBack(
  context: NodeContext,
  seat: Seat,
  message: Extract<ClientMessage, { type: 'resume' }>,
): Promise<void> {
  if (seat.session) {
    throw new Refusal('already_joined', 'this connection has a session already', { room: message.room });
  }
  holdBack(seat.visitor?.takeResume(), message.room);
  await judged(seat.visitor, () => resume(context, seat.outlet, message, seat));
}

function holdBack(waitMs: number | undefined, room: string): void {
  if (waitMs === undefined) return;
  const advice = 'too many joins from your network; try again in a moment';
  throw new Refusal('rate_limited', advice, { room, retryAfterMs: waitMs });
}

/** Notes with whoever asked that it had no right to what it asked for. */
async function judged<Result>(visitor: Visitor | undefined, ask: () => Promise<Result>): Promise<Result> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof Refusal && NO_RIGHT.has(error.code)) visitor?.failed();
    throw error;
  }
}

function insistOnSpace({ rooms, limits }: NodeContext, room: string): void {
  if (rooms.count < limits.maxRooms || rooms.holding(room)) return;
  const advice = 'this server has no room for another call right now; try again later';
  throw new Refusal('busy', advice, { room, retryAfterMs: FULL_RETRY_MS });
}

/**
 * A `pong` says too that what this connection said before is on its way, or was refused. Nothing waits for it: while the
 * store is slow, peers of one node go on talking.
 */
function answerPing({ delivery }: NodeContext, { outlet, session }: Seat, ref: string | undefined): void {
  const pong = () => void outlet.send(encode({ type: 'pong', ref }));
  const accepted = session && delivery.accepted(session.id);
  if (accepted) void accepted.then(pong);
  else pong();
}

async function quit(
  { rooms, departures }: NodeContext,
  seat: Seat,
  session: Session,
  ref: string | undefined,
): Promise<void> {
  const { room, id } = session;
  seat.session = undefined;
  rooms.hold(room);
  rooms.dismiss(session);
  await departures.end({ room, id, gen: session.gen }, 'left');
  rooms.release(room);
  seat.outlet.send(encode({ type: 'leaved', room, id, ref }));
}

function sessionIn(seat: Seat, room: string): Session {
  const { session, outlet } = seat;
  // A session that went on elsewhere speaks there: what waited here would come after what it has said since.
  if (session?.room === room && session.outlet === outlet) return session;
  throw new Refusal('not_in_room', 'you are not in this room; join it first', { room });
}

function freshIce(context: NodeContext, session: Session | undefined) {
  // Before a join there is no peer to name in the credential.
  if (!session) return context.issueIce({ peer: newPeerId() });
  session.ice = context.issueIce(turnUser(session));
  session.iceAt = performance.now();
  return session.ice;
}
