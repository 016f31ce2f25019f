import { isRecord } from './read-server-frame.ts';

/** The longest text a peer takes from another, in UTF-16 units. */
export const MAX_TEXT_LENGTH = 4000;

export type ChannelMessage =
  | { type: 'text'; text: string }
  /** What a peer sends right now, so that a muted microphone or an absent picture can be shown for what it is. */
  | { type: 'media'; audio: boolean; video: boolean };

/** Reads what came over the data channel; undefined for anything this version does not know. */
export function parseChannelMessage(data: unknown): ChannelMessage | undefined {
  if (typeof data !== 'string') return undefined;
  let value: unknown;
  try {
    value = JSON.parse(data);
  } catch {
    return undefined;
  }
  return isRecord(value) ? read(value) : undefined;
}

function read({ type, text, audio, video }: Record<string, unknown>): ChannelMessage | undefined {
  if (type === 'text' && typeof text === 'string' && text.length > 0 && text.length <= MAX_TEXT_LENGTH) {
    return { type, text };
  }
  if (type === 'media' && typeof audio === 'boolean' && typeof video === 'boolean') {
    return { type, audio, video };
  }
  return undefined;
}
