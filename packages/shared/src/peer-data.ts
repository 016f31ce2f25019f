import * as z from 'zod/mini';

// What `data` holds between two peers. The server never looks at it; the browser library uses these. Anything else
// that a peer may have sent is ignored by it.
export const descriptionDataSchema = z.object({ type: z.enum(['offer', 'answer']), sdp: z.string() });

/** An RTCIceCandidateInit; a null `candidate` ends gathering. */
export const candidateDataSchema = z.object({
  type: z.literal('candidate'),
  candidate: z.nullable(z.string()),
  sdpMid: z.optional(z.nullable(z.string())),
  sdpMLineIndex: z.optional(z.nullable(z.number())),
  usernameFragment: z.optional(z.nullable(z.string())),
});

export const peerDataSchema = z.discriminatedUnion('type', [descriptionDataSchema, candidateDataSchema]);

export type DescriptionData = z.infer<typeof descriptionDataSchema>;
export type CandidateData = z.infer<typeof candidateDataSchema>;
export type PeerData = z.infer<typeof peerDataSchema>;

/** Reads what a peer sent; undefined for a type that this library does not know. */
export function parsePeerData(data: unknown): PeerData | undefined {
  const result = peerDataSchema.safeParse(data);
  return result.success ? result.data : undefined;
}
