// Time-limited TURN credentials by the REST scheme (draft-uberti-behave-turn-rest), written here a second time on
// purpose: the tests check the service's own against an independent hand.
import { createHmac } from 'node:crypto';
import type { TurnCredential } from '@parley/doctor/stun/credential';

/** A `ttlSeconds` below zero makes one that has expired. */
export function timeLimitedCredential(secret: string, peer: string, ttlSeconds: number): TurnCredential {
  const username = `${Math.floor(Date.now() / 1000) + ttlSeconds}:${peer}`;
  return { username, password: createHmac('sha1', secret).update(username).digest('base64') };
}
