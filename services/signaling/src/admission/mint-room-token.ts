import { SignJWT } from 'jose';
import { SECRET_ALGORITHM } from './jwt-gatekeeper.ts';
import { roomClaims } from './room-claims.ts';
import type { RoomClaims } from './room-claims.ts';

/** Signs a room token. Throws where a claim is none that a node would take. */
export function mintRoomToken(secret: string, claims: RoomClaims): Promise<string> {
  return new SignJWT({ ...roomClaims.parse(claims) })
    .setProtectedHeader({ alg: SECRET_ALGORITHM, typ: 'JWT' })
    .setIssuedAt()
    .sign(new TextEncoder().encode(secret));
}
