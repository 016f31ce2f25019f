// Walks over JSON in the bytes it came as (RFC 8259) and builds nothing. What it takes is what JSON.parse takes; what it
// does not take may still be valid where it is nested deeper than the stack below is high: the caller asks JSON.parse.
// Bytes of 0x80 and above are looked at in strings only, and not judged: whoever read them has checked the UTF-8.

/** Containers within each other: one bit each, 1 for an object. */
const MOST_NESTED = 31;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;

/** What may stand in a string as it is: all but quote, backslash and control characters. */
const PLAIN = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte >= 0x20 && byte !== QUOTE && byte !== BACKSLASH ? 1 : 0,
);
/** After a backslash: 1 for one that stands alone, 2 for `u` and four hexadecimal digits. */
const ESCAPED = tableOf('"\\/bfnrt', 1);
ESCAPED['u'.charCodeAt(0)] = 2;
const HEX = tableOf('0123456789abcdefABCDEF', 1);
const DIGIT = tableOf('0123456789', 1);

/** Gives the place of the first byte from `at` on that is no white space. */
export function skipSpace(bytes: Uint8Array, at: number): number {
  for (
    let byte = bytes[at];
    byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
    byte = bytes[at]
  )
    at += 1;
  return at;
}

/** `at` is an opening quote. Gives the place after the closing one; -1 where this is no string. */
export function skipString(bytes: Uint8Array, at: number): number {
  const { length } = bytes;
  at += 1;
  while (at < length) {
    // Most of a frame is this loop.
    while (at < length && PLAIN[bytes[at]!] === 1) at += 1;
    if (at >= length) return -1;
    const byte = bytes[at]!;
    if (byte === QUOTE) return at + 1;
    if (byte !== BACKSLASH || at + 1 >= length) return -1;
    const kind = ESCAPED[bytes[at + 1]!];
    if (kind === 0) return -1;
    if (kind === 1) {
      at += 2;
      continue;
    }
    if (at + 6 > length) return -1;
    for (let digit = at + 2; digit < at + 6; digit += 1) if (HEX[bytes[digit]!] === 0) return -1;
    at += 6;
  }
  return -1;
}

/** `at` is the first byte of a value. Gives the place after its last one; -1 where this is no value. */
export function skipValue(bytes: Uint8Array, at: number): number {
  const byte = bytes[at];
  if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) return skipNested(bytes, at);
  return skipScalar(bytes, at);
}

function skipNested(bytes: Uint8Array, at: number): number {
  let depth = 0;
  let objects = 0;
  for (;;) {
    // At the first byte of a value.
    const byte = bytes[at];
    if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) {
      if (depth === MOST_NESTED) return -1;
      depth += 1;
      objects = (objects << 1) | (byte === OPEN_OBJECT ? 1 : 0);
      at = skipSpace(bytes, at + 1);
      const isEmpty = bytes[at] === (byte === OPEN_OBJECT ? CLOSE_OBJECT : CLOSE_ARRAY);
      if (!isEmpty) {
        if (byte === OPEN_OBJECT) at = skipKey(bytes, at);
        if (at < 0) return -1;
        continue;
      }
    } else {
      at = skipScalar(bytes, at);
      if (at < 0) return -1;
      at = skipSpace(bytes, at);
    }
    // After a value, or at the end of an empty container.
    while (bytes[at] === ((objects & 1) === 1 ? CLOSE_OBJECT : CLOSE_ARRAY)) {
      at += 1;
      depth -= 1;
      objects >>>= 1;
      if (depth === 0) return at;
      at = skipSpace(bytes, at);
    }
    if (bytes[at] !== COMMA) return -1;
    at = skipSpace(bytes, at + 1);
    if ((objects & 1) === 1) at = skipKey(bytes, at);
    if (at < 0) return -1;
  }
}

/** A key, its colon, and the white space around. */
function skipKey(bytes: Uint8Array, at: number): number {
  if (bytes[at] !== QUOTE) return -1;
  at = skipString(bytes, at);
  if (at < 0) return -1;
  at = skipSpace(bytes, at);
  return bytes[at] === COLON ? skipSpace(bytes, at + 1) : -1;
}

function skipScalar(bytes: Uint8Array, at: number): number {
  switch (bytes[at]) {
    case QUOTE:
      return skipString(bytes, at);
    case 0x74: // true
      return bytes[at + 1] === 0x72 && bytes[at + 2] === 0x75 && bytes[at + 3] === 0x65 ? at + 4 : -1;
    case 0x66: // false
      return bytes[at + 1] === 0x61 &&
        bytes[at + 2] === 0x6c &&
        bytes[at + 3] === 0x73 &&
        bytes[at + 4] === 0x65
        ? at + 5
        : -1;
    case 0x6e: // null
      return bytes[at + 1] === 0x75 && bytes[at + 2] === 0x6c && bytes[at + 3] === 0x6c ? at + 4 : -1;
    default:
      return skipNumber(bytes, at);
  }
}

function skipNumber(bytes: Uint8Array, at: number): number {
  if (bytes[at] === 0x2d) at += 1;
  // No digit may follow a leading zero.
  at = bytes[at] === 0x30 ? at + 1 : skipDigits(bytes, at);
  if (at < 0) return -1;
  if (bytes[at] === 0x2e) at = skipDigits(bytes, at + 1);
  if (at < 0) return -1;
  if (bytes[at] !== 0x65 && bytes[at] !== 0x45) return at;
  at += 1;
  if (bytes[at] === 0x2b || bytes[at] === 0x2d) at += 1;
  return skipDigits(bytes, at);
}

/** One digit or more. */
function skipDigits(bytes: Uint8Array, at: number): number {
  const from = at;
  while (at < bytes.length && DIGIT[bytes[at]!] === 1) at += 1;
  return at > from ? at : -1;
}

function tableOf(characters: string, value: number): Uint8Array {
  const table = new Uint8Array(256);
  for (const character of characters) table[character.charCodeAt(0)] = value;
  return table;
}
