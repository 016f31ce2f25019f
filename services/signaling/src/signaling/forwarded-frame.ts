import type { PiecedFrame } from './outlet.ts';
import type { DataBytes } from './read-frame.ts';

const CLOSE_OBJECT = 0x7d;

/**
 * The frame that carries a peer's `data` to others: the beginning that is the same for all that a session says, then the
 * value as it came, by its exact bounds (with the rest of the client's frame, a `from` of its own would go along). It is
 * put together where it is written; whatever keeps it for longer takes `bytes`.
 */
export class ForwardedFrame implements PiecedFrame {
  readonly length: number;
  readonly #head: Buffer;
  readonly #data: DataBytes;
  #bytes: Buffer | undefined;

  /** `data` must not change as long as this is in use. */
  constructor(head: Buffer, data: DataBytes) {
    this.#head = head;
    this.#data = data;
    this.length = head.length + data.end - data.at + 1;
  }

  /** All of it in one piece, for a relay or a mailbox. */
  get bytes(): Buffer {
    if (!this.#bytes) {
      this.#bytes = Buffer.allocUnsafe(this.length);
      this.copyTo(this.#bytes, 0);
    }
    return this.#bytes;
  }

  copyTo(target: Buffer, at: number): void {
    const { bytes, at: from, end } = this.#data;
    target.set(this.#head, at);
    bytes.copy(target, at + this.#head.length, from, end);
    target[at + this.length - 1] = CLOSE_OBJECT;
  }
}
