import * as z from 'zod/mini';

/** 1 to 128 unreserved characters (RFC 3986 section 2.3), so that a room fits a URL as it is. */
export const ROOM_PATTERN = /^[A-Za-z0-9\-_.~]{1,128}$/;

/** A room on its way in: a string of the pattern, or a JSON safe integer, taken as its decimal string. */
export const roomInputSchema = z.pipe(
  z.pipe(z.union([z.string(), z.int()]), z.transform(String)),
  z.string().check(z.regex(ROOM_PATTERN, 'must be 1 to 128 characters of A-Z a-z 0-9 - _ . ~')),
);

export const roomSchema = z.string().check(z.regex(ROOM_PATTERN));

/** 128 random bits as base64url, made by the server. */
export const peerIdSchema = z.string().check(z.minLength(1), z.maxLength(64));

/** A name to show, counted in code points. Control characters have no place in one line of text. */
export const displayNameSchema = z
  .string()
  .check(z.regex(/^\P{Cc}{1,64}$/u, 'must be 1 to 64 characters without control characters'));

/** A client's own mark on a request; the answer carries the same one. */
export const refSchema = z.string().check(z.regex(/^[^]{1,64}$/u, 'must be 1 to 64 characters'));
