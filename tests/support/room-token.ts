import { mintRoomToken } from '@parley/signaling/admission/mint-room-token';
import type { RoomClaims } from '@parley/signaling/admission/room-claims';

/** What the nodes of tests sign room tokens by. */
export const JOIN_TOKEN_SECRET = 'a-secret-of-at-least-thirty-two-bytes';

/** A room token that holds for `ttlSeconds`. */
export function roomToken(
  room: string,
  ttlSeconds = 600,
  claims: Partial<RoomClaims> = {},
  secret = JOIN_TOKEN_SECRET,
): Promise<string> {
  return mintRoomToken(secret, { room, exp: Math.floor(Date.now() / 1000) + ttlSeconds, ...claims });
}
