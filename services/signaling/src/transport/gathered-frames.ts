import { WebSocket } from 'ws';
import type { PiecedFrame } from '../signaling/outlet.ts';
import { WriteSlab } from './write-slab.ts';

/** What is used of a socket's own parts. They are nothing that ws promises, so that nothing more is asked of them. */
interface RawSocket {
  readonly writableLength: number;
  write(bytes: Uint8Array): boolean;
}

/** Reads what comes from the client. */
interface RawReceiver {
  /** `conclude` is told of a close frame, before ws answers it. */
  prependListener(event: 'conclude', listener: () => void): unknown;
}

interface RawParts {
  readonly socket: RawSocket;
  readonly receiver: RawReceiver;
}

const TEXT = { binary: false } as const;
/** FIN and the opcode of a text frame (RFC 6455 section 5.2). */
const WHOLE_TEXT = 0x81;
const TWO_BYTES_LENGTH = 126;
const EIGHT_BYTES_LENGTH = 127;

/** One for all sockets: it is in use only while one of them is written to. */
const slab = new WriteSlab();

/**
 * Frames for one socket that go out in one write. `ws.send()` corks and writes twice for each frame; gathering what a
 * turn has for a socket saves a third of what a message costs. The bytes are those that ws would write, which a test
 * holds. A client that closes gets what was there for it before the answer to its close frame, behind which nothing may
 * be written. Where ws keeps its parts elsewhere, or compresses, nothing is gathered, and `ws.send()` writes at once.
 */
export class GatheredFrames {
  readonly #socket: WebSocket;
  readonly #raw: RawSocket | undefined;
  #frames: (Buffer | PiecedFrame)[] = [];
  #bytes = 0;

  constructor(socket: WebSocket) {
    this.#socket = socket;
    const parts = rawPartsOf(socket);
    this.#raw = parts?.socket;
    parts?.receiver.prependListener('conclude', () => this.flush());
  }

  /** Of what is gathered, as it will be written. */
  get bytes(): number {
    return this.#bytes;
  }

  add(frame: Buffer | PiecedFrame): void {
    if (!this.#raw) {
      this.#socket.send(wholeOf(frame), TEXT);
      return;
    }
    this.#frames.push(frame);
    this.#bytes += frame.length + headLength(frame.length);
  }

  /** Writes all of it. Where the connection is over, or is being closed, nothing may be written any more. */
  flush(): void {
    const frames = this.#frames;
    const bytes = this.#bytes;
    if (bytes === 0) return;
    this.#frames = [];
    this.#bytes = 0;
    if (this.#socket.readyState !== WebSocket.OPEN) return;
    if (this.#raw) this.#write(this.#raw, frames, bytes);
  }

  #write(raw: RawSocket, frames: readonly (Buffer | PiecedFrame)[], bytes: number): void {
    // What waits already would only pin more of the slab.
    const all = raw.writableLength === 0 ? slab.take(bytes) : Buffer.allocUnsafe(bytes);
    putAll(all, frames);
    raw.write(all);
    // The kernel has all of it, so that the bytes may be written over.
    if (raw.writableLength === 0) slab.giveBack(all);
  }
}

function rawPartsOf(socket: WebSocket): RawParts | undefined {
  if (socket.extensions !== '' || !('_socket' in socket) || !('_receiver' in socket)) return undefined;
  const { _socket: raw, _receiver: receiver } = socket;
  if (!can(raw, 'write') || !can(receiver, 'prependListener')) return undefined;
  return { socket: raw as RawSocket, receiver: receiver as RawReceiver };
}

function can(part: unknown, method: string): boolean {
  return typeof part === 'object' && part !== null && typeof Reflect.get(part, method) === 'function';
}

function putAll(all: Buffer, frames: readonly (Buffer | PiecedFrame)[]): void {
  let at = 0;
  for (const frame of frames) {
    at = putHead(all, at, frame.length);
    if (Buffer.isBuffer(frame)) all.set(frame, at);
    else frame.copyTo(all, at);
    at += frame.length;
  }
}

function wholeOf(frame: Buffer | PiecedFrame): Buffer {
  if (Buffer.isBuffer(frame)) return frame;
  const whole = Buffer.allocUnsafe(frame.length);
  frame.copyTo(whole, 0);
  return whole;
}

function headLength(length: number): number {
  if (length < TWO_BYTES_LENGTH) return 2;
  return length < 65_536 ? 4 : 10;
}

/** A server's frames are not masked. Gives the place after the head. */
function putHead(all: Buffer, at: number, length: number): number {
  all[at] = WHOLE_TEXT;
  if (length < TWO_BYTES_LENGTH) {
    all[at + 1] = length;
    return at + 2;
  }
  if (length < 65_536) {
    all[at + 1] = TWO_BYTES_LENGTH;
    all[at + 2] = length >>> 8;
    all[at + 3] = length & 0xff;
    return at + 4;
  }
  all[at + 1] = EIGHT_BYTES_LENGTH;
  all.writeBigUInt64BE(BigInt(length), at + 2);
  return at + 10;
}
