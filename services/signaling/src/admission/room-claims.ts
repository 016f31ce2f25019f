import { createHash } from 'node:crypto';
import { displayNameSchema } from '@parley/shared/names';
import * as z from 'zod';
import { OF_A_PERSON, OF_NOBODY } from './gatekeeper.ts';
import type { Grant } from './gatekeeper.ts';

/** The most that a room can be made to hold. */
export const LARGEST_CAPACITY = 1000;

const ROOM_CLAIM = /^(?:[A-Za-z0-9\-_.~]{1,128}|[A-Za-z0-9\-_.~]{0,127}\*)$/;

/** What stands in a room token (RFC 7519). A `room` that ends in `*` is good for all whose names begin so. */
export const roomClaims = z.object({
  room: z.string().regex(ROOM_CLAIM, 'must be the name of a room, or how names begin with * behind it'),
  // Seconds since 1970.
  exp: z.number(),
  sub: z.optional(z.string().max(256)),
  name: z.optional(displayNameSchema),
  capacity: z.optional(z.int().min(1).max(LARGEST_CAPACITY)),
});

export type RoomClaims = z.infer<typeof roomClaims>;

/** Whether the token is for this room. */
export function isFor(claims: RoomClaims, room: string): boolean {
  return claims.room.endsWith('*') ? room.startsWith(claims.room.slice(0, -1)) : claims.room === room;
}

/** What the claims grant. */
export function grantOf({ exp, sub, name, capacity }: RoomClaims): Grant {
  return { expiresAt: exp * 1000, bearer: bearerTag(sub, name), name, capacity };
}

function bearerTag(sub: string | undefined, name: string | undefined): string {
  const [kind, who] = sub === undefined ? [OF_NOBODY, `name ${name ?? ''}`] : [OF_A_PERSON, `sub ${sub}`];
  return kind + createHash('sha256').update(who).digest('base64url').slice(0, 11);
}
