// A history, told by who it happened to: sockets, sessions, nodes, Redis.
import type { ClientMessage } from '@parley/shared/client-messages';
import type { ServerMessage } from '@parley/shared/server-messages';
import type { Ending, Happened, NodeChange } from './history.ts';
import { merged, spans } from './intervals.ts';
import type { Interval } from './intervals.ts';

/** The settings of the nodes that bounds follow from. */
export interface Windows {
  readonly leaseMs: number;
  readonly windowMs: number;
  readonly pingIntervalMs: number;
  readonly pingTimeoutMs: number;
}

/** What a history calls a door behind which several nodes stand. */
export const PROXY = 'proxy';

/** The place in a room that a socket was given. */
export interface Entered {
  readonly at: number;
  readonly by: 'joined' | 'resumed';
  readonly room: string;
  readonly id: string;
  readonly capacity: number;
}

export interface SocketStory {
  readonly number: number;
  readonly client: string;
  /** As whoever started it named it; behind a proxy, as the node named itself. */
  node: string;
  readonly openedAt: number;
  readonly said: { readonly at: number; readonly message: ClientMessage }[];
  readonly heard: { readonly at: number; readonly message: ServerMessage }[];
  entered?: Entered;
  deafAt?: number;
  ending?: { readonly at: number; readonly how: Ending };
  closed?: { readonly at: number; readonly code: number };
}

/** A socket that has a place in a room. */
export type Seated = SocketStory & { readonly entered: Entered };

/** One membership, over all the sockets it had, in the order in which they took it over. */
export interface SessionStory {
  readonly room: string;
  readonly id: string;
  readonly sockets: readonly Seated[];
}

export interface Story {
  readonly events: readonly Happened[];
  readonly windows: Windows;
  readonly endedAt: number;
  readonly sockets: readonly SocketStory[];
  readonly sessions: ReadonlyMap<string, SessionStory>;
  /** When Redis was killed, to come back empty, and when it was there again. */
  readonly restarts: readonly Interval[];
  /** The last moments in which Redis may have been told what it lost with its memory. */
  readonly losses: readonly number[];
  /** When the store could not be reached by anybody. */
  readonly outages: readonly Interval[];
  nodeChanges(node: string): readonly { readonly at: number; readonly change: NodeChange }[];
}

/** Reads a history that was watched until `endedAt`. */
export function tellStory(events: readonly Happened[], windows: Windows, endedAt: number): Story {
  const sockets = new Map<number, SocketStory>();
  const changes = new Map<string, { at: number; change: NodeChange }[]>();
  for (const event of events) {
    if (event.what === 'node') {
      const known = changes.get(event.node) ?? [];
      known.push({ at: event.at, change: event.change });
      changes.set(event.node, known);
    } else note(sockets, event);
  }
  const redis = events.filter((event) => event.what === 'redis');
  const marks = (down: string, up: string) =>
    spans(
      redis
        .filter(({ change }) => change === down || change === up)
        .map(({ at, change }) => ({ at, begins: change === down })),
    );
  const restarts = marks('killed', 'started');
  return {
    events,
    windows,
    endedAt,
    sockets: [...sockets.values()],
    sessions: sessionsOf(sockets.values()),
    restarts,
    losses: redis.filter(({ change }) => change === 'gone').map(({ at }) => at),
    outages: merged([...restarts, ...marks('frozen', 'thawed')]),
    nodeChanges: (node) => changes.get(node) ?? [],
  };
}

/** Until when a socket's client read all that came: its end, whoever made it, or the moment it went deaf. */
export function readUntil(socket: SocketStory): number {
  const cutAt = socket.ending?.how === 'cut' ? socket.ending.at : Infinity;
  return Math.min(socket.deafAt ?? Infinity, cutAt, socket.closed?.at ?? Infinity);
}

function note(sockets: Map<number, SocketStory>, event: Happened): void {
  if (!('socket' in event)) return;
  const { at } = event;
  if (event.what === 'opened') {
    const { socket: number, client, node } = event;
    sockets.set(number, { number, client, node, openedAt: at, said: [], heard: [] });
    return;
  }
  const socket = sockets.get(event.socket);
  if (!socket) return;
  switch (event.what) {
    case 'said':
      socket.said.push({ at, message: event.message });
      return;
    case 'heard':
      socket.heard.push({ at, message: event.message });
      if (event.message.type === 'joined' || event.message.type === 'resumed') {
        const { type: by, room, id, capacity } = event.message;
        socket.entered ??= { at, by, room, id, capacity };
        if (socket.node === PROXY) socket.node = event.message.node;
      }
      return;
    case 'deaf':
      socket.deafAt ??= at;
      return;
    case 'ending':
      socket.ending ??= { at, how: event.how };
      return;
    case 'closed':
      socket.closed ??= { at, code: event.code };
      return;
    default:
      event satisfies never;
  }
}

function sessionsOf(sockets: Iterable<SocketStory>): Map<string, SessionStory> {
  const sessions = new Map<string, { room: string; id: string; sockets: Seated[] }>();
  const seated = [...sockets].filter((socket): socket is Seated => socket.entered !== undefined);
  for (const socket of seated.toSorted((one, other) => one.entered.at - other.entered.at)) {
    const { id, room } = socket.entered;
    const session = sessions.get(id) ?? { room, id, sockets: [] };
    session.sockets.push(socket);
    sessions.set(id, session);
  }
  return sessions;
}
