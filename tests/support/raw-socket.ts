import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import type { Socket } from 'node:net';

export interface FrameParts {
  readonly opcode: number;
  readonly payload?: Buffer | string;
  readonly fin?: boolean;
  /** The three reserved bits, as a number from 0 to 7. */
  readonly reserved?: number;
  readonly masked?: boolean;
  /** The length that the frame says it has, whatever it holds. */
  readonly claims?: bigint;
}

export const OPCODES = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;

/** One frame (RFC 6455 section 5.2), right or wrong. */
export function frame({
  opcode,
  payload = '',
  fin = true,
  reserved = 0,
  masked = true,
  claims,
}: FrameParts): Buffer {
  const body = Buffer.from(payload);
  const length = claims ?? BigInt(body.length);
  const head = Buffer.alloc(length < 126n ? 2 : length < 65_536n ? 4 : 10);
  head[0] = (fin ? 0x80 : 0) | (reserved << 4) | opcode;
  const small = length < 126n ? Number(length) : length < 65_536n ? 126 : 127;
  head[1] = (masked ? 0x80 : 0) | small;
  if (head.length === 4) head.writeUInt16BE(Number(length), 2);
  if (head.length === 10) head.writeBigUInt64BE(length, 2);
  if (!masked) return Buffer.concat([head, body]);
  const key = randomBytes(4);
  for (const [index, byte] of body.entries()) body[index] = byte ^ (key[index % 4] ?? 0);
  return Buffer.concat([head, key, body]);
}

/** A WebSocket as a bare TCP connection, which says what no library would. */
export class RawSocket implements Disposable {
  readonly socket: Socket;
  /** Resolves when the server has ended it, with all that it said. */
  readonly ended: Promise<Buffer>;
  readonly #heard: Buffer[] = [];

  private constructor(port: number) {
    this.socket = connect(port, '127.0.0.1');
    this.socket.on('error', () => {}); // `close` follows
    this.socket.on('data', (bytes) => this.#heard.push(bytes));
    this.ended = once(this.socket, 'close').then(() => Buffer.concat(this.#heard));
  }

  /** A connection that has said nothing yet. */
  static async connect(url: string): Promise<RawSocket> {
    const raw = new RawSocket(Number(new URL(url).port));
    await once(raw.socket, 'connect');
    return raw;
  }

  /** A connection after its handshake. */
  static async upgrade(url: string, headers: readonly string[] = []): Promise<RawSocket> {
    const raw = await RawSocket.connect(url);
    raw.send(handshake(headers));
    await once(raw.socket, 'data');
    raw.#heard.length = 0;
    return raw;
  }

  /** All that the server said so far after the handshake. */
  get heard(): Buffer {
    return Buffer.concat(this.#heard);
  }

  send(...pieces: readonly (Buffer | string)[]): void {
    for (const piece of pieces) this.socket.write(piece);
  }

  /** Sends, and waits until it is out or the server has ended the connection. */
  async flood(piece: Buffer, times: number): Promise<void> {
    for (let sent = 0; sent < times && !this.socket.destroyed; sent += 1) {
      if (this.socket.write(piece)) continue;
      await Promise.race([once(this.socket, 'drain'), this.ended]).catch(() => {});
    }
  }

  /** The code with which the server closes it; undefined where it ends without one. */
  async closeCode(): Promise<number | undefined> {
    while (closeCodeIn(this.heard) === undefined && !this.socket.closed) {
      await Promise.race([once(this.socket, 'data'), this.ended]);
    }
    return closeCodeIn(this.heard);
  }

  [Symbol.dispose](): void {
    this.socket.destroy();
  }
}

export function handshake(headers: readonly string[] = []): string {
  return [
    'GET /ws HTTP/1.1',
    'Host: 127.0.0.1',
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}`,
    ...headers,
    '\r\n',
  ].join('\r\n');
}

/** Reads the server's frames, which are whole and not masked. */
function closeCodeIn(bytes: Buffer): number | undefined {
  for (let at = 0; at + 2 <= bytes.length;) {
    const opcode = (bytes[at] ?? 0) & 0x0f;
    const small = (bytes[at + 1] ?? 0) & 0x7f;
    const [length, head] =
      small < 126
        ? [small, 2]
        : small === 126
          ? [bytes.readUInt16BE(at + 2), 4]
          : [Number(bytes.readBigUInt64BE(at + 2)), 10];
    if (opcode === OPCODES.close && length >= 2) return bytes.readUInt16BE(at + head);
    at += head + length;
  }
  return undefined;
}
