import { isRecord } from './read-server-frame.ts';

/** The longest text a peer takes from another, in UTF-16 units. */
export const MAX_TEXT_LENGTH = 4000;

// One emoji may be several code points joined, such as a family or a flag.
const MAX_REACTION_LENGTH = 32;

/** What a peer sends right now, so that a muted microphone or an absent picture can be shown for what it is. */
export interface MediaMessage {
  type: 'media';
  audio: boolean;
  video: boolean;
  /** A screen beside the camera. */
  screen: boolean;
  /** There would be a picture, but it is held back to spare the line. */
  held: boolean;
}

export type ChannelMessage =
  | { type: 'text'; text: string }
  | MediaMessage
  | { type: 'hand'; raised: boolean }
  /** A sign that is seen for a moment, and gone. */
  | { type: 'reaction'; reaction: string };

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

function read(message: Record<string, unknown>): ChannelMessage | undefined {
  const { type, text, raised, reaction } = message;
  if (type === 'media') return readMedia(message);
  if (type === 'text' && isTextOf(text, MAX_TEXT_LENGTH)) return { type, text };
  if (type === 'hand' && typeof raised === 'boolean') return { type, raised };
  if (type === 'reaction' && isTextOf(reaction, MAX_REACTION_LENGTH)) return { type, reaction };
  return undefined;
}

// A client that knows neither screens nor holding back says nothing of them.
function readMedia({ audio, video, screen, held }: Record<string, unknown>): MediaMessage | undefined {
  if (typeof audio !== 'boolean' || typeof video !== 'boolean') return undefined;
  return { type: 'media', audio, video, screen: screen === true, held: held === true };
}

function isTextOf(value: unknown, most: number): value is string {
  return typeof value === 'string' && value.length > 0 && value.length <= most;
}
