import * as z from 'zod/mini';
import { displayNameSchema, peerIdSchema, refSchema, roomInputSchema } from './names.ts';

const ref = z.optional(refSchema);
const roomToken = z.optional(z.string().check(z.minLength(1), z.maxLength(8192)));

export const joinSchema = z.object({
  type: z.literal('join'),
  room: roomInputSchema,
  name: z.optional(displayNameSchema),
  token: roomToken,
  ref,
});

export const leaveSchema = z.object({ type: z.literal('leave'), room: roomInputSchema, ref });

/** `data` is any JSON value; the server passes it on unread. */
export const messageSchema = z.object({
  type: z.literal('message'),
  room: roomInputSchema,
  to: z.optional(peerIdSchema),
  data: z.unknown(),
  ref,
});

export const resumeSchema = z.object({
  type: z.literal('resume'),
  room: roomInputSchema,
  id: peerIdSchema,
  token: z.string().check(z.minLength(1), z.maxLength(256)),
  seq: z.optional(z.int().check(z.minimum(0))),
  roomToken,
  ref,
});

export const iceRequestSchema = z.object({ type: z.literal('ice'), ref });

export const pingSchema = z.object({ type: z.literal('ping'), ref });

/** What a client may say, by `type`. */
export const clientMessageSchemas = {
  join: joinSchema,
  leave: leaveSchema,
  message: messageSchema,
  resume: resumeSchema,
  ice: iceRequestSchema,
  ping: pingSchema,
} as const;

export const CLIENT_MESSAGE_TYPES = ['join', 'leave', 'message', 'resume', 'ice', 'ping'] as const;

export type ClientMessageType = (typeof CLIENT_MESSAGE_TYPES)[number];
export type JoinMessage = z.infer<typeof joinSchema>;
export type LeaveMessage = z.infer<typeof leaveSchema>;
export type ForwardMessage = z.infer<typeof messageSchema>;
export type ResumeMessage = z.infer<typeof resumeSchema>;
export type IceRequest = z.infer<typeof iceRequestSchema>;
export type PingMessage = z.infer<typeof pingSchema>;
export type ClientMessage =
  JoinMessage | LeaveMessage | ForwardMessage | ResumeMessage | IceRequest | PingMessage;
