import { SignJWT } from 'jose';
import type { Settings } from './settings.ts';

/** Of rooms that are the doctor's own: member.ts. */
const ROOMS = 'doctor-*';
const LIFE = '5m';

/**
 * The token that a join shows: the one that was given, or one signed by the secret that the nodes have. Undefined where
 * there is neither, as where rooms are open to all.
 */
export async function roomToken({ joinToken, joinSecret }: Settings): Promise<string | undefined> {
  if (joinToken !== undefined || joinSecret === undefined) return joinToken;
  return new SignJWT({ room: ROOMS })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setExpirationTime(LIFE)
    .sign(new TextEncoder().encode(joinSecret));
}
