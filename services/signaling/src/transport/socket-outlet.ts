import { CLOSE_CODES } from '@parley/shared/close-codes';
import type { CloseCode } from '@parley/shared/close-codes';
import { WebSocket } from 'ws';
import type { Outlet } from '../signaling/outlet.ts';

const TEXT = { binary: false } as const;

/** Writes to one socket, and ends it where its reader is too slow to keep the rest of the node's memory from it. */
export class SocketOutlet implements Outlet {
  readonly #socket: WebSocket;
  readonly #sendBufferBytes: number;
  readonly #onClose: (code: CloseCode) => void;

  /** `onClose` is called once, in the moment this side decides to end the connection. */
  constructor(socket: WebSocket, sendBufferBytes: number, onClose: (code: CloseCode) => void) {
    this.#socket = socket;
    this.#sendBufferBytes = sendBufferBytes;
    this.#onClose = onClose;
  }

  get open(): boolean {
    return this.#socket.readyState === WebSocket.OPEN;
  }

  send(frame: string | Buffer): boolean {
    if (!this.open) return false;
    if (this.#socket.bufferedAmount > this.#sendBufferBytes) {
      this.close(CLOSE_CODES.slowReader, 'too slow a reader');
      return false;
    }
    this.#socket.send(frame, TEXT);
    return true;
  }

  close(code: CloseCode, reason: string): void {
    if (!this.open) return;
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
