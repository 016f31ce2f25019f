import * as z from 'zod/mini';

/** One entry of RTCConfiguration.iceServers (W3C WebRTC section 4.2.2), as RTCPeerConnection takes it. */
export const iceServerSchema = z.object({
  urls: z.union([z.string(), z.array(z.string())]),
  username: z.optional(z.string()),
  credential: z.optional(z.string()),
});

/** What a client needs to find a path: servers, and for how many milliseconds their credentials hold. */
export const iceConfigSchema = z.object({
  iceServers: z.array(iceServerSchema),
  iceTtlMs: z.number(),
});

export type IceServer = z.infer<typeof iceServerSchema>;
export type IceConfig = z.infer<typeof iceConfigSchema>;
