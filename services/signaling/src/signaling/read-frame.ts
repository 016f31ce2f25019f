import type { ClientMessage } from '@parley/shared/client-messages';
import { parseClientFrame } from '@parley/shared/parse-client-frame';
import type { ParsedClientFrame } from '@parley/shared/parse-client-frame';
import { dataText } from '@parley/shared/data-text';
import { readMessageFrame } from './message-frame.ts';

/** The value of `data`: the bytes from `at` to before `end`, to the letter. */
export interface DataBytes {
  readonly bytes: Buffer;
  readonly at: number;
  readonly end: number;
}

/** What a client said. Of a `message`, `data` is where its value lies; the message itself need not hold it. */
export type ClientFrame =
  | { readonly ok: true; readonly message: ClientMessage; readonly data: DataBytes | undefined }
  | Extract<ParsedClientFrame, { ok: false }>;

/**
 * Reads one text frame from a client. Never throws. Only a plain `message` goes the fast way; all else, and all that is
 * wrong, is for `parseClientFrame`, so that an error is the same whatever the frame looks like.
 */
export function readFrame(bytes: Buffer): ClientFrame {
  const plain = readMessageFrame(bytes);
  if (plain) {
    const { room, to, ref, dataAt, dataEnd } = plain;
    return {
      ok: true,
      message: { type: 'message', room, to, ref, data: undefined },
      data: { bytes, at: dataAt, end: dataEnd },
    };
  }
  const text = bytes.toString();
  const parsed = parseClientFrame(text);
  if (!parsed.ok) return parsed;
  const { message } = parsed;
  return { ok: true, message, data: message.type === 'message' ? dataIn(text) : undefined };
}

function dataIn(text: string): DataBytes | undefined {
  const data = dataText(text);
  if (data === undefined) return undefined;
  const bytes = Buffer.from(data);
  return { bytes, at: 0, end: bytes.length };
}
