// The STUN message codec: RFC 8489 section 5 (header), 14 (attributes), 14.5 (MESSAGE-INTEGRITY).
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

export const MAGIC_COOKIE = 0x2112a442;
const HEADER_BYTES = 20;
const INTEGRITY_BYTES = 20;

export const METHOD = {
  binding: 0x001,
  allocate: 0x003,
  refresh: 0x004,
  send: 0x006,
  data: 0x007,
  createPermission: 0x008,
  channelBind: 0x009,
} as const;

export const ATTRIBUTE = {
  username: 0x0006,
  messageIntegrity: 0x0008,
  errorCode: 0x0009,
  channelNumber: 0x000c,
  lifetime: 0x000d,
  xorPeerAddress: 0x0012,
  data: 0x0013,
  realm: 0x0014,
  nonce: 0x0015,
  xorRelayedAddress: 0x0016,
  requestedAddressFamily: 0x0017,
  requestedTransport: 0x0019,
  xorMappedAddress: 0x0020,
} as const;

export type MessageClass = 'request' | 'indication' | 'success' | 'error';
const CLASSES: readonly MessageClass[] = ['request', 'indication', 'success', 'error'];

export type Attribute = readonly [type: number, value: Buffer];

export interface StunMessage {
  readonly method: number;
  readonly class: MessageClass;
  readonly transactionId: Buffer;
  readonly attributes: readonly Attribute[];
}

export function newTransactionId(): Buffer {
  return randomBytes(12);
}

/** With a key, MESSAGE-INTEGRITY closes the message. */
export function encode(message: StunMessage, key?: Buffer): Buffer {
  const body = Buffer.concat(message.attributes.map(encodeAttribute));
  if (!key) return Buffer.concat([encodeHeader(message, body.length), body]);
  // The length that is hashed counts the MESSAGE-INTEGRITY to come.
  const hashed = Buffer.concat([encodeHeader(message, body.length + 4 + INTEGRITY_BYTES), body]);
  return Buffer.concat([hashed, encodeAttribute([ATTRIBUTE.messageIntegrity, hmac(key, hashed)])]);
}

/** Undefined for what is no STUN message. */
export function decode(datagram: Buffer): StunMessage | undefined {
  if (datagram.length < HEADER_BYTES || datagram.readUInt32BE(4) !== MAGIC_COOKIE) return undefined;
  const type = datagram.readUInt16BE(0);
  if (type > 0x3fff || datagram.length !== HEADER_BYTES + datagram.readUInt16BE(2)) return undefined;
  const attributes: Attribute[] = [];
  for (let at = HEADER_BYTES; at + 4 <= datagram.length;) {
    const length = datagram.readUInt16BE(at + 2);
    attributes.push([datagram.readUInt16BE(at), datagram.subarray(at + 4, at + 4 + length)]);
    at += 4 + padded(length);
  }
  return {
    method: (type & 0x000f) | ((type & 0x00e0) >> 1) | ((type & 0x3e00) >> 2),
    class: CLASSES[((type & 0x0010) >> 4) | ((type & 0x0100) >> 7)] ?? 'error',
    transactionId: datagram.subarray(8, HEADER_BYTES),
    attributes,
  };
}

export function attribute(message: StunMessage, type: number): Buffer | undefined {
  return message.attributes.find(([found]) => found === type)?.[1];
}

/** The three-digit code of an error response: RFC 8489 section 14.8. */
export function errorCode(message: StunMessage): number {
  const value = attribute(message, ATTRIBUTE.errorCode);
  return value ? (value.readUInt8(2) & 0x07) * 100 + value.readUInt8(3) : 0;
}

/** True when the message carries a MESSAGE-INTEGRITY that this key made. */
export function isIntact(datagram: Buffer, key: Buffer): boolean {
  for (let at = HEADER_BYTES; at + 4 <= datagram.length;) {
    const length = datagram.readUInt16BE(at + 2);
    if (datagram.readUInt16BE(at) === ATTRIBUTE.messageIntegrity && length === INTEGRITY_BYTES) {
      const hashed = Buffer.from(datagram.subarray(0, at));
      // FINGERPRINT may follow, which the hashed length does not count.
      hashed.writeUInt16BE(at + 4 + INTEGRITY_BYTES - HEADER_BYTES, 2);
      return timingSafeEqual(hmac(key, hashed), datagram.subarray(at + 4, at + 4 + length));
    }
    at += 4 + padded(length);
  }
  return false;
}

function encodeHeader(message: StunMessage, bodyBytes: number): Buffer {
  const { method } = message;
  const bits = CLASSES.indexOf(message.class);
  const header = Buffer.alloc(8);
  // RFC 8489, figure 3: the two class bits sit among the method's.
  header.writeUInt16BE(
    (method & 0x000f) |
      ((method & 0x0070) << 1) |
      ((method & 0x0f80) << 2) |
      ((bits & 1) << 4) |
      ((bits & 2) << 7),
    0,
  );
  header.writeUInt16BE(bodyBytes, 2);
  header.writeUInt32BE(MAGIC_COOKIE, 4);
  return Buffer.concat([header, message.transactionId]);
}

function encodeAttribute([type, value]: Attribute): Buffer {
  const encoded = Buffer.alloc(4 + padded(value.length));
  encoded.writeUInt16BE(type, 0);
  encoded.writeUInt16BE(value.length, 2);
  value.copy(encoded, 4);
  return encoded;
}

function padded(length: number): number {
  return (length + 3) & ~3;
}

function hmac(key: Buffer, message: Buffer): Buffer {
  return createHmac('sha1', key).update(message).digest();
}
