import * as z from 'zod/mini';
import { errorCodeSchema } from './error-codes.ts';
import { iceServerSchema } from './ice.ts';
import { peerIdSchema, roomSchema } from './names.ts';

// What a server says is read loosely: a newer server may add fields, and a name it let in is not ours to judge.
const ref = z.optional(z.string());
const seq = z.int();

export const peerInfoSchema = z.object({ id: peerIdSchema, name: z.optional(z.string()) });

const membershipFields = {
  room: roomSchema,
  id: peerIdSchema,
  peers: z.array(peerInfoSchema),
  capacity: z.int(),
  token: z.string().check(z.maxLength(256)),
  resumeWindowMs: z.number(),
  roomTokenTtlMs: z.optional(z.number()),
  iceServers: z.array(iceServerSchema),
  iceTtlMs: z.number(),
  node: z.string(),
  seq,
  ref,
} as const;

export const joinedSchema = z.object({ type: z.literal('joined'), ...membershipFields });

export const resumedSchema = z.object({ type: z.literal('resumed'), ...membershipFields });

export const otherJoinSchema = z.object({
  type: z.literal('otherjoin'),
  room: roomSchema,
  id: peerIdSchema,
  name: z.optional(z.string()),
  seq,
});

export const fullSchema = z.object({ type: z.literal('full'), room: roomSchema, capacity: z.int(), ref });

export const leavedSchema = z.object({ type: z.literal('leaved'), room: roomSchema, id: peerIdSchema, ref });

export const BYE_REASONS = ['left', 'lost', 'removed'] as const;
export const byeReasonSchema = z.enum(BYE_REASONS);

export const byeSchema = z.object({
  type: z.literal('bye'),
  room: roomSchema,
  id: peerIdSchema,
  reason: byeReasonSchema,
  seq,
});

export const forwardedSchema = z.object({
  type: z.literal('message'),
  room: roomSchema,
  from: peerIdSchema,
  data: z.unknown(),
});

export const resyncSchema = z.object({
  type: z.literal('resync'),
  room: roomSchema,
  peers: z.array(peerInfoSchema),
  seq,
});

export const iceSchema = z.object({
  type: z.literal('ice'),
  iceServers: z.array(iceServerSchema),
  iceTtlMs: z.number(),
  ref,
});

export const reconnectSchema = z.object({ type: z.literal('reconnect'), afterMs: z.number() });

export const errorSchema = z.object({
  type: z.literal('error'),
  code: errorCodeSchema,
  message: z.string(),
  room: z.optional(z.string()),
  to: z.optional(z.string()),
  retryAfterMs: z.optional(z.number()),
  ref,
});

export const pongSchema = z.object({ type: z.literal('pong'), ref });

/** Anything a server may say. */
export const serverMessageSchema = z.discriminatedUnion('type', [
  joinedSchema,
  otherJoinSchema,
  fullSchema,
  leavedSchema,
  byeSchema,
  forwardedSchema,
  resumedSchema,
  resyncSchema,
  iceSchema,
  reconnectSchema,
  errorSchema,
  pongSchema,
]);

export type PeerInfo = z.infer<typeof peerInfoSchema>;
export type Joined = z.infer<typeof joinedSchema>;
export type Resumed = z.infer<typeof resumedSchema>;
export type OtherJoin = z.infer<typeof otherJoinSchema>;
export type Full = z.infer<typeof fullSchema>;
export type Leaved = z.infer<typeof leavedSchema>;
export type ByeReason = z.infer<typeof byeReasonSchema>;
export type Bye = z.infer<typeof byeSchema>;
export type Forwarded = z.infer<typeof forwardedSchema>;
export type Resync = z.infer<typeof resyncSchema>;
export type ErrorMessage = z.infer<typeof errorSchema>;
export type ServerMessage = z.infer<typeof serverMessageSchema>;
