// Time-limited TURN credentials by the REST scheme (draft-uberti-behave-turn-rest), written here a second time on
// purpose: the tests check the service's own against an independent hand.
import { createHash, createHmac } from 'node:crypto';

export interface TurnCredential {
  readonly username: string;
  readonly password: string;
}

/** A `ttlSeconds` below zero makes one that has expired. */
export function timeLimitedCredential(secret: string, peer: string, ttlSeconds: number): TurnCredential {
  const username = `${Math.floor(Date.now() / 1000) + ttlSeconds}:${peer}`;
  return { username, password: createHmac('sha1', secret).update(username).digest('base64') };
}

/** The key of the long-term credential mechanism: RFC 8489 section 9.2.2. */
export function longTermKey({ username, password }: TurnCredential, realm: string): Buffer {
  return createHash('md5').update(`${username}:${realm}:${password}`).digest();
}
