import { ROOM_PATTERN } from '@parley/shared/names';
import { skipSpace, skipString, skipValue } from './json-bytes.ts';

/** A `message` as it came: its envelope, and where in the frame the value of `data` lies. */
export interface MessageFrame {
  readonly room: string;
  readonly to: string | undefined;
  readonly ref: string | undefined;
  readonly dataAt: number;
  readonly dataEnd: number;
}

const QUOTE = 0x22;
/** Keys of up to four bytes as one number. None begins with a zero: that would be a control character. */
const TYPE = packed('type');
const ROOM = packed('room');
const TO = packed('to');
const DATA = packed('data');
const REF = packed('ref');

const MESSAGE = Buffer.from('message');
/** Longer ones are not valid (`refSchema`, `peerIdSchema`, `ROOM_PATTERN`). */
const LONGEST = 64;
const LONGEST_ROOM = 128;

/**
 * Reads the frame of a `message` in one pass over its bytes: that it is one JSON object from end to end, and its
 * envelope, with the keys in any order. It saves what JSON.parse would build of `data` only to be thrown away, and
 * writing it anew: the peer gets the very bytes.
 *
 * Undefined for whatever is not as plain as browsers write it: another type, a key twice or with escapes, text beyond
 * ASCII in the envelope, deep nesting, all that is wrong. `parseClientFrame` then says what it is; so this need not take
 * all that is right, but nothing that is not. `bytes` must be valid UTF-8, which ws has checked.
 */
export function readMessageFrame(bytes: Buffer): MessageFrame | undefined {
  let isMessage = false;
  let room: string | undefined;
  let to: string | undefined;
  let ref: string | undefined;
  let dataAt = 0;
  let dataEnd = 0;
  let at = skipSpace(bytes, 0);
  if (bytes[at] !== 0x7b) return undefined;
  do {
    const keyAt = skipSpace(bytes, at + 1);
    const keyEnd = endOfPlain(bytes, keyAt);
    if (keyEnd < 0) return undefined;
    at = skipSpace(bytes, keyEnd);
    if (bytes[at] !== 0x3a) return undefined;
    const valueAt = skipSpace(bytes, at + 1);
    const key = keyOf(bytes, keyAt + 1, keyEnd - 1);
    const end = key === DATA || key === 0 ? skipValue(bytes, valueAt) : endOfPlain(bytes, valueAt);
    if (end < 0) return undefined;
    switch (key) {
      case TYPE:
        if (isMessage || !isText(bytes, valueAt + 1, end - 1, MESSAGE)) return undefined;
        isMessage = true;
        break;
      case ROOM:
        if (room !== undefined) return undefined;
        room = textOf(bytes, valueAt, end, LONGEST_ROOM);
        if (room === undefined || !ROOM_PATTERN.test(room)) return undefined;
        break;
      case TO:
        if (to !== undefined) return undefined;
        to = textOf(bytes, valueAt, end, LONGEST);
        if (to === undefined) return undefined;
        break;
      case REF:
        if (ref !== undefined) return undefined;
        ref = textOf(bytes, valueAt, end, LONGEST);
        if (ref === undefined) return undefined;
        break;
      case DATA:
        if (dataEnd !== 0) return undefined;
        dataAt = valueAt;
        dataEnd = end;
        break;
      default: // Not of the protocol, such as a `from` of the client's own: valid, and left behind.
    }
    at = skipSpace(bytes, end);
  } while (bytes[at] === 0x2c);
  if (bytes[at] !== 0x7d || skipSpace(bytes, at + 1) !== bytes.length) return undefined;
  if (!isMessage || room === undefined || dataEnd === 0) return undefined;
  return { room, to, ref, dataAt, dataEnd };
}

/** `at` is an opening quote. Gives the place after the closing one; -1 where this is no string, or has escapes. */
function endOfPlain(bytes: Buffer, at: number): number {
  if (bytes[at] !== QUOTE) return -1;
  const end = skipString(bytes, at);
  for (let place = at; place < end; place += 1) if (bytes[place] === 0x5c) return -1;
  return end;
}

/** A key of the protocol as one number; 0 for any other. */
function keyOf(bytes: Buffer, at: number, end: number): number {
  if (end - at > 4) return 0;
  let key = 0;
  for (let place = at; place < end; place += 1) key = (key << 8) | bytes[place]!;
  return key === TYPE || key === ROOM || key === TO || key === DATA || key === REF ? key : 0;
}

/** The text between two quotes; undefined where it is empty, too long or beyond ASCII. */
function textOf(bytes: Buffer, at: number, end: number, longest: number): string | undefined {
  if (end - at < 3 || end - at > longest + 2) return undefined;
  for (let place = at; place < end; place += 1) if (bytes[place]! > 0x7f) return undefined;
  return bytes.toString('latin1', at + 1, end - 1);
}

function isText(bytes: Buffer, at: number, end: number, text: Buffer): boolean {
  if (end - at !== text.length) return false;
  for (let place = 0; place < text.length; place += 1) if (bytes[at + place] !== text[place]) return false;
  return true;
}

function packed(key: string): number {
  return Buffer.from(key).reduce((number, byte) => (number << 8) | byte, 0);
}
