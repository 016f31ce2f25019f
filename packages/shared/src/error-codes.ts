import * as z from 'zod/mini';

/** Why a request was refused. The connection lives on. A closed set: clients may switch over it. */
export const ERROR_CODES = [
  'bad_json',
  'bad_message',
  'unknown_type',
  'already_joined',
  'not_in_room',
  'unknown_peer',
  'undeliverable',
  'unauthorized',
  'session_expired',
  'rate_limited',
  'busy',
  'unavailable',
  'internal',
] as const;

export const errorCodeSchema = z.enum(ERROR_CODES);

export type ErrorCode = (typeof ERROR_CODES)[number];
