// Transport addresses as STUN carries them, XORed so that no NAT rewrites them: RFC 8489 section 14.2.
import { BlockList, isIPv4, isIPv6 } from 'node:net';
import { MAGIC_COOKIE } from './message.ts';

export interface TransportAddress {
  readonly address: string;
  readonly port: number;
}

const FAMILY = { ipv4: 1, ipv6: 2 } as const;

export function encodeXorAddress({ address, port }: TransportAddress, transactionId: Buffer): Buffer {
  const bytes = isIPv4(address) ? Buffer.from(address.split('.').map(Number)) : ipv6Bytes(address);
  const encoded = Buffer.alloc(4 + bytes.length);
  encoded.writeUInt8(bytes.length === 4 ? FAMILY.ipv4 : FAMILY.ipv6, 1);
  encoded.writeUInt16BE(port ^ (MAGIC_COOKIE >>> 16), 2);
  mask(bytes, transactionId).copy(encoded, 4);
  return encoded;
}

export function decodeXorAddress(value: Buffer, transactionId: Buffer): TransportAddress {
  const bytes = mask(value.subarray(4), transactionId);
  const port = value.readUInt16BE(2) ^ (MAGIC_COOKIE >>> 16);
  if (value.readUInt8(1) === FAMILY.ipv4) return { address: [...bytes].join('.'), port };
  const groups = Array.from({ length: 8 }, (_, i) => bytes.readUInt16BE(2 * i).toString(16));
  return { address: groups.join(':'), port };
}

/** The ranges of RFC 1918: what a container's relay address is in. */
export function isPrivateIPv4(address: string): boolean {
  const ranges = new BlockList();
  ranges.addSubnet('10.0.0.0', 8);
  ranges.addSubnet('172.16.0.0', 12);
  ranges.addSubnet('192.168.0.0', 16);
  return ranges.check(address);
}

function mask(bytes: Buffer, transactionId: Buffer): Buffer {
  const pad = Buffer.alloc(16);
  pad.writeUInt32BE(MAGIC_COOKIE, 0);
  transactionId.copy(pad, 4);
  return Buffer.from(bytes.map((byte, i) => byte ^ (pad[i] ?? 0)));
}

function ipv6Bytes(address: string): Buffer {
  if (!isIPv6(address)) throw new Error(`not an IP address: ${address}`);
  // A dotted tail, as in ::ffff:10.0.0.1, is two groups.
  const plain = address.replace(
    /(\d+)\.(\d+)\.(\d+)\.(\d+)$/,
    (_, a: string, b: string, c: string, d: string) =>
      [Number(a) * 256 + Number(b), Number(c) * 256 + Number(d)].map((group) => group.toString(16)).join(':'),
  );
  const [head = '', tail] = plain.split('::');
  const left = head.split(':').filter(Boolean);
  const right = (tail ?? '').split(':').filter(Boolean);
  const zeros = Array<string>(8 - left.length - right.length).fill('0');
  const groups = [...left, ...zeros, ...right].map((group) => Number.parseInt(group, 16));
  return Buffer.from(groups.flatMap((group) => [group >> 8, group & 0xff]));
}
