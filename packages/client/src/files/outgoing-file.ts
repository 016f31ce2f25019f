import { TypedEvents } from '../typed-events.ts';
import { PIECE_BYTES, toPiece } from './file-words.ts';
import type { FileWord } from './file-words.ts';
import { Sha256 } from './sha256.ts';

/**
 * How a transfer ended. `arrived`: all of it, with the right SHA-256. `refused`: not a byte was sent. `cancelled`: by
 * either side. `damaged`: what came was not what was sent, or could not be kept. `gone`: the connection is over.
 */
export type FileOutcome = 'arrived' | 'refused' | 'cancelled' | 'damaged' | 'gone';

/** Bytes that are safe on the other side. */
export interface FileProgress {
  bytes: number;
  size: number;
}

/** What a file is sent by. */
export interface FileOutlet {
  word: (word: FileWord) => void;
  piece: (frame: ArrayBuffer) => void;
  /** Resolves once not too much waits to be sent; false where the channel is closed. */
  drained: () => Promise<boolean>;
}

// Read at once, sent in pieces.
const READ_BYTES = 16 * PIECE_BYTES;
/** How far we may be ahead of what the other side has stored, so that a slow disk does not fill its memory. */
export const AHEAD_BYTES = 4 * 1024 * 1024;

/** A file on its way to one peer. */
export class OutgoingFile extends TypedEvents<{ progress: FileProgress }> {
  readonly id: number;
  readonly name: string;
  readonly size: number;
  /** Resolves with how it ended; never rejects. */
  readonly done: Promise<FileOutcome>;
  readonly #blob: Blob;
  readonly #outlet: FileOutlet;
  #settle!: (outcome: FileOutcome) => void;
  #isOver = false;
  #acked = 0;
  #acknowledged = () => {};

  constructor(id: number, blob: Blob, name: string, outlet: FileOutlet) {
    super();
    this.id = id;
    this.name = name;
    this.size = blob.size;
    this.#blob = blob;
    this.#outlet = outlet;
    this.done = new Promise((resolve) => {
      this.#settle = resolve;
    });
  }

  offer(): void {
    const { id, name, size } = this;
    this.#outlet.word({ type: 'offer', id, name, size, mime: this.#blob.type });
  }

  cancel(): void {
    if (this.#isOver) return;
    this.#outlet.word({ type: 'cancel', id: this.id, mine: true });
    this.end('cancelled');
  }

  end(outcome: FileOutcome): void {
    this.#isOver = true;
    this.#acknowledged();
    this.#settle(outcome);
  }

  heard(word: FileWord): void {
    if (this.#isOver) return;
    switch (word.type) {
      case 'accept':
        void this.#send();
        return;
      case 'refuse':
        return this.end('refused');
      case 'ack':
        return this.#ack(word.received);
      case 'done':
        this.#ack(this.size);
        return this.end('arrived');
      case 'damaged':
        return this.end('damaged');
      case 'cancel':
        return this.end('cancelled');
      case 'offer':
      case 'end':
        return;
      default:
        word satisfies never;
    }
  }

  #ack(received: number): void {
    if (received <= this.#acked || received > this.size) return;
    this.#acked = received;
    this.#acknowledged();
    this.emit('progress', { bytes: received, size: this.size });
  }

  async #send(): Promise<void> {
    const sum = new Sha256();
    try {
      for (let at = 0; at < this.size && !this.#isOver; at += READ_BYTES) {
        const bytes = new Uint8Array(await this.#blob.slice(at, at + READ_BYTES).arrayBuffer());
        sum.update(bytes);
        if (!(await this.#sendAll(bytes))) return;
        await this.#notTooFarAhead(at + bytes.length);
      }
    } catch {
      // The file went away under our hands, or the channel did.
      this.cancel();
      return;
    }
    if (!this.#isOver) this.#outlet.word({ type: 'end', id: this.id, sha256: sum.hex() });
  }

  async #sendAll(bytes: Uint8Array): Promise<boolean> {
    for (let at = 0; at < bytes.length; at += PIECE_BYTES) {
      if (!(await this.#outlet.drained()) || this.#isOver) return false;
      this.#outlet.piece(toPiece(this.id, bytes.subarray(at, at + PIECE_BYTES)));
    }
    return true;
  }

  async #notTooFarAhead(sent: number): Promise<void> {
    while (!this.#isOver && sent - this.#acked > AHEAD_BYTES) {
      await new Promise<void>((resolve) => {
        this.#acknowledged = resolve;
      });
    }
  }
}

/** A file to a peer that is not there. */
export function nobodysFile(blob: Blob, name: string): OutgoingFile {
  const file = new OutgoingFile(0, blob, name, {
    word: () => {},
    piece: () => {},
    drained: () => Promise.resolve(false),
  });
  file.end('gone');
  return file;
}
