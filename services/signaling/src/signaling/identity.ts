import { createHash } from 'node:crypto';
import { randomText } from '../random-text.ts';
import type { SessionGrant } from './session.ts';

/** What names a connection in the log: 96 random bits as base64url, one string where a UUID is put together of twenty. */
export function newConnectionId(): string {
  return randomText(12);
}

/** A peer's id: 128 random bits as base64url. */
export function newPeerId(): string {
  return randomText(16);
}

/**
 * A resume token: 256 random bits as base64url. Only its own client ever sees it. It carries what a room token granted
 * to whichever node the session comes back to: a client that changes that has a token that nobody knows.
 */
export function newToken(grant?: SessionGrant): string {
  const random = randomText(32);
  return grant ? `${random}.${grant.expiresAt.toString(36)}.${grant.bearer}` : random;
}

/** What a resume token carries; undefined where it was made without a room token. */
export function grantIn(token: string): SessionGrant | undefined {
  const match = /^[\w-]{43}\.([0-9a-z]{1,11})\.([\w-]{12})$/.exec(token);
  if (!match) return undefined;
  const [, end = '', bearer = ''] = match;
  return { expiresAt: Number.parseInt(end, 36), bearer };
}

/** What is kept of a token outside this process. A token is random, so a plain hash cannot be guessed back. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}

/**
 * A room as the log names it: enough to follow one room over all nodes, not enough to walk in. Who knows a room's
 * name can join it, so the name itself is in no log.
 */
export function roomTag(room: string): string {
  return createHash('sha256').update(room).digest('base64url').slice(0, 10);
}
