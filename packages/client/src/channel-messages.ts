import * as z from 'zod/mini';

/** The longest text a peer takes from another, in UTF-16 units. */
export const MAX_TEXT_LENGTH = 4000;

const textSchema = z.object({
  type: z.literal('text'),
  text: z.string().check(z.minLength(1), z.maxLength(MAX_TEXT_LENGTH)),
});

/** What a peer sends right now, so that the others can show a muted microphone or an absent picture for what it is. */
const mediaSchema = z.object({ type: z.literal('media'), audio: z.boolean(), video: z.boolean() });

const channelMessageSchema = z.discriminatedUnion('type', [textSchema, mediaSchema]);

export type ChannelMessage = z.infer<typeof channelMessageSchema>;

/** Reads what came over the data channel; undefined for anything this version does not know. */
export function parseChannelMessage(data: unknown): ChannelMessage | undefined {
  if (typeof data !== 'string') return undefined;
  let value: unknown;
  try {
    value = JSON.parse(data);
  } catch {
    return undefined;
  }
  const result = channelMessageSchema.safeParse(value);
  return result.success ? result.data : undefined;
}
