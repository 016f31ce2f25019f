// When something was first heard, read from a history.
import type { ServerMessage } from '@parley/shared/server-messages';
import type { Happened } from '../history/history.ts';

/** When the bye of a peer was first heard by anybody. */
export function byeOf(events: readonly Happened[], peer: string, since: number): number | undefined {
  return firstHeard(events, since, (message) => message.type === 'bye' && message.id === peer);
}

/** When a peer was first told that it has its place back. */
export function resumedOf(events: readonly Happened[], peer: string, since: number): number | undefined {
  return firstHeard(events, since, (message) => message.type === 'resumed' && message.id === peer);
}

/** When the last of these clients was first shown a peer, and the peer itself had joined. */
export function knownToAll(
  events: readonly Happened[],
  peer: string,
  clients: readonly string[],
  since: number,
): number | undefined {
  const joinedAt = firstHeard(events, since, (message) => message.type === 'joined' && message.id === peer);
  const owners = new Map(
    events.flatMap((event) => (event.what === 'opened' ? [[event.socket, event.client] as const] : [])),
  );
  const shownAt = clients.map((client) => {
    const own = events.filter((event) => event.what === 'heard' && owners.get(event.socket) === client);
    return firstHeard(own, since, (message) => shows(message, peer));
  });
  const all = [joinedAt, ...shownAt].filter((at) => at !== undefined);
  return all.length === clients.length + 1 ? Math.max(...all) : undefined;
}

function shows(message: ServerMessage, peer: string): boolean {
  if (message.type === 'otherjoin') return message.id === peer;
  const tells = message.type === 'joined' || message.type === 'resumed' || message.type === 'resync';
  return tells && message.peers.some(({ id }) => id === peer);
}

function firstHeard(
  events: readonly Happened[],
  since: number,
  is: (message: ServerMessage) => boolean,
): number | undefined {
  return events.find((event) => event.at >= since && event.what === 'heard' && is(event.message))?.at;
}
