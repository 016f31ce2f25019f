import { CLOSE_CODES } from '@parley/shared/close-codes';
import { calmAfter, covered } from '../history/intervals.ts';
import { readUntil } from '../history/story.ts';
import type { Seated, SessionStory, Story } from '../history/story.ts';
import { aloneCutOffOf } from '../history/trouble.ts';
import type { Violation } from './violation.ts';

/** A node renews its lease before it runs out: being away for this part of it may already cost it the lease. */
const RISKS_LEASE = 0.6;
/** What lease and window take longer than they say, on a busy machine. */
const MARGIN_MS = 1_000;
const EXPIRED = 'session_expired';

/** Nobody is said `lost` while its own socket is open all the time, and nobody's place is given up early. */
export function checkAttached(story: Story): Violation[] {
  return [...lostWhileAttached(story), ...expiredEarly(story)];
}

function* lostWhileAttached(story: Story): Iterable<Violation> {
  for (const [id, at] of firstLost(story)) {
    const session = story.sessions.get(id);
    const socket = session?.sockets.find((candidate) => isOpenAround(story, candidate, at));
    if (!socket || hadLostItsNode(story, socket, at)) continue;
    const text = `${id} was said to be lost, while its socket ${socket.number} on ${socket.node} was open all the time`;
    yield { invariant: 'no bye for an attached peer', text, from: at - reachMs(story), to: at, peers: [id] };
  }
}

/** When each peer was first said to be lost. */
function firstLost(story: Story): Map<string, number> {
  const lost = new Map<string, number>();
  for (const { heard } of story.sockets) {
    for (const { at, message } of heard) {
      if (message.type !== 'bye' || message.reason !== 'lost') continue;
      lost.set(message.id, Math.min(at, lost.get(message.id) ?? Infinity));
    }
  }
  return lost;
}

function isOpenAround(story: Story, socket: Seated, at: number): boolean {
  const until = Math.min(readUntil(socket), socket.ending?.at ?? Infinity);
  return socket.entered.at <= at - reachMs(story) && until > at;
}

function hadLostItsNode(story: Story, { node }: Seated, at: number): boolean {
  const away = covered({ from: at - reachMs(story), to: at }, aloneCutOffOf(story, node));
  return away > story.windows.leaseMs * RISKS_LEASE;
}

function reachMs({ windows }: Story): number {
  return windows.leaseMs + windows.windowMs + MARGIN_MS;
}

function* expiredEarly(story: Story): Iterable<Violation> {
  for (const session of story.sessions.values()) {
    const refusal = firstRefusal(story, session);
    if (!refusal) continue;
    const before = session.sockets.filter(({ entered }) => entered.at < refusal.saidAt);
    const heldUntil = Math.max(...before.map((socket) => readUntil(socket)));
    const awayMs = refusal.saidAt - heldUntil;
    const excused = before.some((socket) => hasLeft(socket) || hadLostItsNode(story, socket, refusal.at));
    const thrownOut = before.some(({ closed }) => closed?.code === CLOSE_CODES.storeLost);
    if (
      excused ||
      (!thrownOut && wentWithRedis(story, heldUntil, refusal.at)) ||
      awayMs > story.windows.windowMs * 0.9
    )
      continue;
    const text = `${session.id} was away for ${Math.max(0, Math.round(awayMs))} ms only, and its session was over`;
    const from = Math.min(heldUntil, refusal.saidAt) - reachMs(story);
    yield { invariant: 'a session keeps its place', text, from, to: refusal.at, peers: [session.id] };
  }
}

/**
 * Who was away when Redis lost its memory, or went before its node could put it back, may have to join anew. A node has
 * a lease for that, in which Redis is there.
 */
function wentWithRedis({ restarts, outages, windows }: Story, heldUntil: number, at: number): boolean {
  return restarts.some(({ from, to }) => from <= at && heldUntil <= calmAfter(outages, to, windows.leaseMs));
}

/** When a session was first told that it is over, and when it had asked. */
function firstRefusal(story: Story, { id }: SessionStory): { saidAt: number; at: number } | undefined {
  for (const socket of story.sockets) {
    const asked = socket.said.find(({ message }) => message.type === 'resume' && message.id === id);
    if (!asked) continue;
    const refused = socket.heard.find(({ message }) => message.type === 'error' && message.code === EXPIRED);
    if (refused) return { saidAt: asked.at, at: refused.at };
  }
  return undefined;
}

/** Whether a client gave its place up by itself. */
export function hasLeft(socket: Seated): boolean {
  return socket.ending?.how === 'leave' || socket.said.some(({ message }) => message.type === 'leave');
}
