import { isRecord } from '../read-server-frame.ts';

/**
 * What is said about a file over the channel, as JSON; the bytes go as binary frames of their own, each with the file's
 * number (4 bytes, big-endian) before them. `id` is the sender's number for the file, so both sides may send at once.
 */
export type FileWord =
  | { type: 'offer'; id: number; name: string; size: number; mime: string }
  | { type: 'accept' | 'refuse' | 'done' | 'damaged'; id: number }
  /** So many bytes are safe over there. */
  | { type: 'ack'; id: number; received: number }
  /** That was all of it. */
  | { type: 'end'; id: number; sha256: string }
  /** Either side has had enough; `mine` says whose number the id is. */
  | { type: 'cancel'; id: number; mine: boolean };

const HEAD_BYTES = 4;
/** Every browser takes a frame of 64 KiB (RFC 8831 section 6.6 asks for no more than 16). */
export const PIECE_BYTES = 65_536 - HEAD_BYTES;

const LONGEST_NAME = 255;

export function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

/** Undefined for what this version does not know. */
export function readFileWord(frame: string): FileWord | undefined {
  let value: unknown;
  try {
    value = JSON.parse(frame);
  } catch {
    return undefined;
  }
  return isRecord(value) && isCount(value['id']) ? read(value, value['id']) : undefined;
}

function read(word: Record<string, unknown>, id: number): FileWord | undefined {
  const { type, name, size, mime, received, sha256, mine } = word;
  switch (type) {
    case 'offer':
      if (typeof name !== 'string' || typeof mime !== 'string' || !isCount(size)) return undefined;
      return { type, id, name: plainName(name), size, mime };
    case 'accept':
    case 'refuse':
    case 'done':
    case 'damaged':
      return { type, id };
    case 'ack':
      return isCount(received) ? { type, id, received } : undefined;
    case 'end':
      return typeof sha256 === 'string' ? { type, id, sha256 } : undefined;
    case 'cancel':
      return { type, id, mine: mine === true };
    default:
      return undefined;
  }
}

// A name is what another wrote: it must not lead out of the folder that somebody saves it in.
function plainName(name: string): string {
  return name.replaceAll(/[/\\\p{Cc}]/gu, '_').slice(0, LONGEST_NAME) || 'file';
}

/** A piece of a file as a frame. */
export function toPiece(id: number, bytes: Uint8Array): ArrayBuffer {
  const frame = new Uint8Array(HEAD_BYTES + bytes.length);
  new DataView(frame.buffer).setUint32(0, id);
  frame.set(bytes, HEAD_BYTES);
  return frame.buffer;
}

/** The way back; undefined where it is too short to be one. */
export function fromPiece(frame: ArrayBuffer): { id: number; bytes: Uint8Array<ArrayBuffer> } | undefined {
  if (frame.byteLength < HEAD_BYTES) return undefined;
  return { id: new DataView(frame).getUint32(0), bytes: new Uint8Array(frame, HEAD_BYTES) };
}
