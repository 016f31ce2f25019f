// What became of each message, for each peer that it was for.
import { calmAfter, overlap } from '../history/intervals.ts';
import type { Interval } from '../history/intervals.ts';
import { readUntil } from '../history/story.ts';
import type { Seated, SessionStory, SocketStory, Story } from '../history/story.ts';
import { doubtedOf, frozenOf, silentEndOf, troubleOf } from '../history/trouble.ts';
import { hasLeft } from './attached.ts';
import { hadChance } from './chance.ts';
import { byNumber, messageNumber } from './numbered.ts';
import type { Sent } from './numbered.ts';
import { wentBeforeIt } from './sender-gone.ts';

export type Fate =
  | 'delivered'
  /** Its sender got an error. */
  | 'told'
  /** Its sender went before the server had confirmed that it took it over. */
  | 'unconfirmed'
  /** The peer's membership ended before it could get it. */
  | 'ended'
  /** On its way to a socket in the moment when that ended without a word: no server can know that it was not read. */
  | 'in flight'
  /** Its sender went for good before the peer could be reached, and the peer was told that. */
  | 'sender gone'
  /** Kept for a peer that was away, in a Redis that then lost its memory. */
  | 'gone with redis'
  | 'lost';

export interface Outcome {
  readonly sent: Sent;
  readonly to: string;
  readonly fate: Fate;
  readonly confirmedAt: number | undefined;
}

/** How long before a socket's end a message may have been written to it and not read. */
const UNREAD_MS = 400;
/** How long the server may believe in a socket that has just ended. */
const UNNOTICED_MS = 100;

export function fatesOf(story: Story): Outcome[] {
  const reached = arrivals(story);
  const told = refusals(story);
  const outcomes: Outcome[] = [];
  for (const sent of byNumber(story).values()) {
    const confirmedAt = confirmationOf(sent);
    for (const to of sent.to) {
      const fate = fateOf(story, sent, to, { reached, told, confirmedAt });
      outcomes.push({ sent, to, fate, confirmedAt });
    }
  }
  return outcomes;
}

interface Seen {
  readonly reached: ReadonlySet<string>;
  readonly told: ReadonlySet<string>;
  readonly confirmedAt: number | undefined;
}

function fateOf(story: Story, sent: Sent, to: string, { reached, told, confirmedAt }: Seen): Fate {
  if (reached.has(`${sent.number} ${to}`)) return 'delivered';
  if (told.has(`${sent.ref} ${to}`) || told.has(`${sent.ref} all`)) return 'told';
  if (confirmedAt === undefined) return 'unconfirmed';
  const session = story.sessions.get(to);
  // Its client went before it could read that it had joined.
  if (!session) return 'ended';
  const flight = { from: sent.at - UNNOTICED_MS, to: confirmedAt + UNREAD_MS };
  if (session.sockets.some((socket) => brokeDuring(story, socket, flight))) return 'in flight';
  if (wentWithRedis(story, session, sent, confirmedAt)) return 'gone with redis';
  if (wentBeforeIt(story, sent, session, confirmedAt)) return 'sender gone';
  if (hadChance(story, session, confirmedAt, story.endedAt)) return 'lost';
  return hasEnded(story, session) ? 'ended' : 'lost';
}

/** A `pong` comes once all that was sent before its `ping` is handed over, kept, or refused. */
function confirmationOf({ at, socket }: Sent): number | undefined {
  const pings = new Set(
    socket.said.flatMap(({ at: saidAt, message }) =>
      message.type === 'ping' && saidAt >= at ? [message.ref] : [],
    ),
  );
  return socket.heard.find(({ message }) => message.type === 'pong' && pings.has(message.ref))?.at;
}

function arrivals(story: Story): Set<string> {
  const reached = new Set<string>();
  for (const { entered, heard } of story.sockets) {
    if (!entered) continue;
    for (const { message } of heard) {
      const number = messageNumber(message);
      if (number !== undefined) reached.add(`${number} ${entered.id}`);
    }
  }
  return reached;
}

/** By `ref` and addressee; an error that names no addressee is about all of them. */
function refusals(story: Story): Set<string> {
  const told = new Set<string>();
  for (const { heard } of story.sockets) {
    for (const { message } of heard) {
      if (message.type === 'error' && message.ref !== undefined)
        told.add(`${message.ref} ${message.to ?? 'all'}`);
    }
  }
  return told;
}

/** Whether a socket ended without a word while a message was on its way to it. */
function brokeDuring(story: Story, socket: Seated, flight: Interval): boolean {
  const broken = breakOf(story, socket);
  return broken !== undefined && overlap(broken, flight);
}

/** From when until when the server wrote to a socket that nobody read. */
function breakOf(story: Story, socket: SocketStory): Interval | undefined {
  if (socket.deafAt !== undefined)
    return { from: socket.deafAt, to: noticedAt(story, socket, socket.deafAt) };
  const { ending, node, closed } = socket;
  if (ending?.how === 'cut') return { from: ending.at, to: ending.at };
  const from = silentEndOf(story, node);
  const closedAt = closed?.at ?? Infinity;
  if (from === undefined || from < socket.openedAt || closedAt < from) return undefined;
  // Whoever kills a container says so a little before it is dead; one that stood still wrote nothing any more.
  const stoodStill = frozenOf(story, node).some((frozen) => frozen.from === from);
  return { from, to: stoodStill ? from : Math.min(closedAt, from + UNREAD_MS) };
}

/** When at the latest a node found out that a client had gone deaf: by ping, or as its session went on elsewhere. */
function noticedAt(story: Story, socket: SocketStory, deafAt: number): number {
  const { pingIntervalMs, pingTimeoutMs } = story.windows;
  const trouble = troubleOf(story, socket.node);
  const byPing = calmAfter(trouble, deafAt, pingIntervalMs + pingTimeoutMs + UNREAD_MS);
  const nodeEnd = silentEndOf(story, socket.node) ?? Infinity;
  const id = socket.entered?.id ?? '';
  const next = story.sessions.get(id)?.sockets.find(({ entered }) => entered.at > deafAt);
  const byTakeover = next ? calmAfter(trouble, next.entered.at, UNREAD_MS) : Infinity;
  const byEnd = (socket.ending?.at ?? Infinity) + UNNOTICED_MS;
  return Math.min(byPing, nodeEnd, byTakeover, byEnd);
}

function wentWithRedis(story: Story, session: SessionStory, sent: Sent, confirmedAt: number): boolean {
  const lossAt = story.losses.find((at) => at > sent.at);
  if (lossAt === undefined || hadChance(story, session, confirmedAt, lossAt)) return false;
  return !session.sockets.some((socket) => wasAttached(story, socket, { from: sent.at, to: confirmedAt }));
}

/** Whether a socket was there to be written to all the time, on a node that nobody had reason to take for gone. */
function wasAttached(story: Story, socket: Seated, during: Interval): boolean {
  if (socket.entered.at > during.from || readUntil(socket) < during.to) return false;
  return !doubtedOf(story, socket.node).some((doubt) => overlap(doubt, during));
}

/** Whether a membership is over: its peer left, somebody was told so, or the store no longer has it. */
function hasEnded(story: Story, { id, room, sockets }: SessionStory): boolean {
  if (sockets.some((socket) => hasLeft(socket))) return true;
  const last = story.events.findLast((event) => event.what === 'members' && event.room === room);
  if (last?.what === 'members' && !last.ids.includes(id)) return true;
  return story.sockets.some(({ heard }) =>
    heard.some(({ message }) => message.type === 'bye' && message.id === id),
  );
}
