import { setTimeout as delay } from 'node:timers/promises';
import { CLOSE_CODES } from '@parley/shared/close-codes';
import type { NodeContext } from './node-context.ts';
import type { Outlet } from './outlet.ts';
import { encode } from './server-frames.ts';
import type { Session } from './session.ts';

/** Over which part of the time for a drain clients are sent away; the rest is for coming back elsewhere. */
const SPREAD = 0.8;
/** How long what a stopping node has sent may take to come to its end by itself. */
const SETTLE_MS = 1_000;
/**
 * How long what did not may take to be placed elsewhere, or its sender to be told: with the above and what the relay
 * waits it fits into the farewell.
 */
const PLACE_MS = 2_000;

/** Asks every client to go to another node, spread over `timeoutMs`. */
export function sendAway(outlets: Iterable<Outlet>, timeoutMs: number): void {
  for (const outlet of outlets) {
    const afterMs = Math.floor(Math.random() * timeoutMs * SPREAD);
    outlet.send(encode({ type: 'reconnect', afterMs }));
  }
}

/** Closes those that stayed; each may resume. */
export function closeAll(outlets: Iterable<Outlet>): void {
  for (const outlet of outlets) outlet.close(CLOSE_CODES.serviceRestart, 'this node is going away');
}

/**
 * Leaves nothing behind: sessions keep their places for the window, what was sent comes to its end or to the mailboxes,
 * and the others are told that this node is no more. `stopLease` ends the renewal of its lease: not before it has
 * nothing more to say, as without one it may not speak for those that were here. `isBehind` says whether its rooms are
 * still to be held against the store. Never rejects.
 */
export async function handOver(
  context: NodeContext,
  { stopLease, isBehind }: { stopLease: () => Promise<void>; isBehind: () => boolean },
): Promise<void> {
  const { rooms, departures, registry, node } = context;
  const detached = new WeakSet<Session>();
  await detachAll(context, detached);
  await settledInTime(context);
  // Whoever was on the way in meanwhile.
  await detachAll(context, detached);
  await stopLease();
  // Where the store may yet have somebody here, the lease is left to run out: then the reaper looks into its rooms.
  if (departures.unfinished || rooms.lettingIn || isBehind()) return;
  await registry.forget(node).catch(() => {});
}

async function detachAll(context: NodeContext, detached: WeakSet<Session>): Promise<void> {
  const { rooms, departures, limits, waiting } = context;
  const held = [...rooms.sessions()].filter((session) => !waiting.has(session) && !detached.has(session));
  for (const session of held) {
    detached.add(session);
    // Its socket is over, though not all may be done that was asked by it: held against the store, it would bring the
    // peer back.
    session.outlet = undefined;
  }
  await Promise.all(held.map((session) => departures.detach(session, limits.resumeWindowMs)));
}

async function settledInTime({ delivery, relay }: NodeContext): Promise<void> {
  await within(SETTLE_MS, delivery.settled());
  delivery.mail.hurry();
  await delivery.returns.hurry();
  // What no node confirmed goes to the mailboxes.
  await relay.finish();
  await within(PLACE_MS, delivery.allTold());
}

async function within(ms: number, work: Promise<unknown>): Promise<void> {
  const stop = new AbortController();
  const late = delay(ms, undefined, { ref: false, signal: stop.signal }).catch(() => {});
  await Promise.race([work, late]);
  stop.abort();
}
