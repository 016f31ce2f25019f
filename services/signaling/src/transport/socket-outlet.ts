import { CLOSE_CODES } from '@parley/shared/close-codes';
import type { CloseCode } from '@parley/shared/close-codes';
import { WebSocket } from 'ws';
import type { Frame, Outlet } from '../signaling/outlet.ts';
import { GatheredFrames } from './gathered-frames.ts';
import type { TurnEnd } from './turn-end.ts';

/** What one socket may gather in a turn before it is written at once. */
const MOST_GATHERED_BYTES = 65_536;

/**
 * Writes to one socket, and ends it where its reader is too slow to keep the rest of the node's memory from it. What one
 * turn of the event loop has for it goes out in one write.
 */
export class SocketOutlet implements Outlet {
  readonly connectionId: string;
  readonly #socket: WebSocket;
  readonly #frames: GatheredFrames;
  readonly #turnEnd: TurnEnd;
  readonly #sendBufferBytes: number;
  readonly #onClose: (code: CloseCode) => void;

  /** `onClose` is called once, in the moment this side decides to end the connection. */
  constructor(
    socket: WebSocket,
    turnEnd: TurnEnd,
    sendBufferBytes: number,
    onClose: (code: CloseCode) => void,
    connectionId: string,
  ) {
    this.connectionId = connectionId;
    this.#socket = socket;
    this.#frames = new GatheredFrames(socket);
    this.#turnEnd = turnEnd;
    this.#sendBufferBytes = sendBufferBytes;
    this.#onClose = onClose;
  }

  get open(): boolean {
    return this.#socket.readyState === WebSocket.OPEN;
  }

  send(frame: Frame): boolean {
    if (!this.open) return false;
    const gathered = this.#frames.bytes;
    if (this.#socket.bufferedAmount + gathered > this.#sendBufferBytes) {
      this.close(CLOSE_CODES.slowReader, 'too slow a reader');
      return false;
    }
    if (gathered === 0) this.#turnEnd.add(this);
    this.#frames.add(typeof frame === 'string' ? Buffer.from(frame) : frame);
    if (this.#frames.bytes > MOST_GATHERED_BYTES) this.#frames.flush();
    return true;
  }

  flush(): void {
    this.#frames.flush();
  }

  close(code: CloseCode, reason: string): void {
    if (!this.open) return;
    // What was said before comes before the close frame.
    this.#frames.flush();
    this.#socket.close(code, reason);
    // A paused socket would never read the answer to the close frame.
    this.#socket.resume();
    this.#onClose(code);
  }

  pause(): void {
    this.#socket.pause();
  }

  resume(): void {
    this.#socket.resume();
  }
}
