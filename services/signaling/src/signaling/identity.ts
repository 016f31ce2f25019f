import { createHash, randomBytes } from 'node:crypto';

/** A peer's id: 128 random bits as base64url. */
export function newPeerId(): string {
  return randomBytes(16).toString('base64url');
}

/** A resume token: 256 random bits as base64url. Only its own client ever sees it. */
export function newToken(): string {
  return randomBytes(32).toString('base64url');
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
