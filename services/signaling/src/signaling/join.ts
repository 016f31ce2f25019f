import type { JoinMessage } from '@parley/shared/client-messages';
import type { RoomView } from '../membership/membership.ts';
import { StoreFull, StoreUnavailable } from '../membership/store-unavailable.ts';
import { authorize } from './authorization.ts';
import { turnUser } from './ice-renewal.ts';
import { hashToken, newPeerId, newToken } from './identity.ts';
import type { NodeContext } from './node-context.ts';
import type { Outlet } from './outlet.ts';
import { Refusal } from './refusal.ts';
import { encode } from './server-frames.ts';
import type { Session } from './session.ts';
import { trail } from './trace.ts';

/** When a client that found the store away may ask again. */
export const STORE_RETRY_MS = 2_000;

/** The same for a store or a node that is full: it stays so until others leave, or its operator gives it room. */
export const FULL_RETRY_MS = 5_000;

/**
 * Takes a client into a room. Gives its session; or undefined where the room was full, and the client was told.
 * Throws a Refusal where its room token does not let it in, or the store is away, or full.
 */
export async function join(
  context: NodeContext,
  outlet: Outlet,
  message: JoinMessage,
): Promise<Session | undefined> {
  const { room, ref } = message;
  const { membership, rooms, departures, node, lease, limits, holdOffMs } = context;
  const grant = await authorize(context, room, message.token);
  const name = grant?.name ?? message.name;
  const id = newPeerId();
  const token = newToken(grant);
  rooms.expect(room, id);
  // A room that is held against the store meanwhile knows of the newcomer before it is here, and may be written to.
  const arrived = context.delivery.arrive(room, id);
  try {
    // First: the registry may name too much, never too little.
    await rooms.enter(room);
    const { term } = lease;
    const newcomer = { id, node, term, name, tokenHash: hashToken(token) };
    const outcome = await membership.join(room, newcomer, grant?.capacity ?? limits.roomCapacity, holdOffMs);
    if (outcome.status === 'full') {
      outlet.send(encode({ type: 'full', room, capacity: outcome.capacity, ref }));
      context.log.info(trail(room, outlet, ref), 'room is full');
      return undefined;
    }
    const { view } = outcome;
    await holdAgainst(context, room, view);
    const session = newSession(context, { id, room, name, token, outlet, gen: 1, grant }, view);
    const member = view.members.find((candidate) => candidate.id === id);
    if (!member) throw new Error('the view does not hold the newcomer');
    rooms.admit(session, view, member, () => outlet.send(welcome(context, session, 'joined', ref)));
    const change = { type: 'join', seq: member.seq, member } as const;
    rooms.tell(view, { kind: 'change', room, epoch: view.epoch, change });
    // Whoever ended the term in which this began may yet take the peer for an orphan.
    if (lease.term !== term) context.fallBehind();
    context.log.info({ ...trail(room, outlet, ref), peerId: id }, 'peer joined');
    return session;
  } catch (error) {
    // The store may have let the peer in: only its answer was lost, or what came after it failed.
    const session = rooms.session(room, id);
    if (session) rooms.dismiss(session);
    void departures.end({ room, id }, 'lost');
    throw error instanceof StoreUnavailable ? refusalOf(error, room) : error;
  } finally {
    arrived();
    rooms.letIn(room, id);
  }
}

function refusalOf(error: StoreUnavailable, room: string): Refusal {
  return error instanceof StoreFull
    ? new Refusal('busy', 'there is no room for more right now; try again later', {
        room,
        retryAfterMs: FULL_RETRY_MS,
      })
    : new Refusal('unavailable', 'rooms cannot be reached right now; try again shortly', {
        room,
        retryAfterMs: STORE_RETRY_MS,
      });
}

/**
 * The store let a peer into a room that it had lost: tells it first whom this node has there. Throws StoreUnavailable
 * where it cannot be told.
 */
export async function holdAgainst(
  { rooms, compare }: NodeContext,
  room: string,
  view: RoomView,
): Promise<void> {
  if (!rooms.isOther(room, view) || (await compare(room))) return;
  throw new StoreUnavailable(new Error('the room could not be held against the store'));
}

/** The answer to a join, to the same join said again, and to a resume. */
export function welcome(
  context: NodeContext,
  session: Session,
  type: 'joined' | 'resumed',
  ref: string | undefined,
): string {
  const { rooms, node, limits } = context;
  const { id, room, token, capacity, grant, ice } = session;
  const others = [...rooms.members(room)].filter((member) => member.id !== id);
  return encode({
    type,
    room,
    id,
    peers: others.map((member) => ({ id: member.id, name: member.name })),
    capacity,
    token,
    resumeWindowMs: limits.resumeWindowMs,
    roomTokenTtlMs: grant && Math.max(0, grant.expiresAt - Date.now()),
    ...ice,
    node,
    seq: rooms.seq(room),
    ref,
  });
}

/** A session of this node, with ICE servers of its own. */
export function newSession(
  context: NodeContext,
  identity: Pick<Session, 'id' | 'room' | 'name' | 'token' | 'gen' | 'grant'> & { outlet: Outlet },
  view: RoomView,
): Session {
  const ice = context.issueIce(turnUser(identity));
  return {
    ...identity,
    capacity: view.capacity,
    ice,
    iceAt: performance.now(),
    saidBefore: context.delivery.said.count,
    mailHanded: 0,
    head: undefined,
  };
}
