import { TypedEvents } from '../typed-events.ts';
import { cancelOn } from './cancelling.ts';
import type { FileWord } from './file-words.ts';
import { AHEAD_BYTES } from './outgoing-file.ts';
import type { FileOutcome, FileProgress } from './outgoing-file.ts';
import { Sha256 } from './sha256.ts';

/** Where the bytes of a file go: a WritableStream's writer fits. */
export interface FileSink {
  write: (bytes: Uint8Array<ArrayBuffer>) => Promise<void>;
  close: () => Promise<void>;
  abort: (reason?: unknown) => Promise<void>;
}

/** `blob` where the file arrived and was kept in memory. */
export interface ReceivedFile {
  outcome: FileOutcome;
  blob: Blob | undefined;
}

const ACK_EVERY_BYTES = 512 * 1024;

/** A file that a peer would send. Nothing of it comes before it is accepted. */
export class IncomingFile extends TypedEvents<{ progress: FileProgress }> {
  readonly id: number;
  readonly name: string;
  readonly size: number;
  /** The media type as the sender has it; not to be trusted. */
  readonly mime: string;
  /** Resolves with how it ended, accepted or not; never rejects. */
  readonly done: Promise<FileOutcome>;
  readonly #say: (word: FileWord) => void;
  readonly #forget: () => void;
  readonly #sum = new Sha256();
  readonly #received: Promise<ReceivedFile>;
  #settle!: (received: ReceivedFile) => void;
  #state: 'offered' | 'coming' | 'over' = 'offered';
  #parts: Uint8Array<ArrayBuffer>[] | undefined;
  #sink: FileSink | undefined;
  #work: Promise<void> = Promise.resolve();
  #came = 0;
  #kept = 0;
  #acked = 0;

  constructor(
    offer: Extract<FileWord, { type: 'offer' }>,
    say: (word: FileWord) => void,
    forget: () => void,
  ) {
    super();
    this.id = offer.id;
    this.name = offer.name;
    this.size = offer.size;
    this.mime = offer.mime;
    this.#say = say;
    this.#forget = forget;
    this.#received = new Promise((resolve) => {
      this.#settle = resolve;
    });
    this.done = this.#received.then(({ outcome }) => outcome);
  }

  /**
   * Has it come. `to` takes the bytes as they come, as the `createWritable()` of a file on disk does; without it they
   * are kept in memory. `signal` cancels it. Never rejects.
   */
  accept(to?: WritableStream<Uint8Array<ArrayBuffer>>, signal?: AbortSignal): Promise<ReceivedFile> {
    if (this.#state !== 'offered') return this.#received;
    this.#state = 'coming';
    this.#sink = to?.getWriter();
    this.#parts = to === undefined ? [] : undefined;
    this.#say({ type: 'accept', id: this.id });
    cancelOn(signal, this);
    return this.#received;
  }

  refuse(): void {
    if (this.#state !== 'offered') return;
    this.#say({ type: 'refuse', id: this.id });
    this.end('refused');
  }

  cancel(): void {
    if (this.#state === 'over') return;
    this.#say({ type: 'cancel', id: this.id, mine: false });
    this.end('cancelled');
  }

  /** A piece has come. */
  take(bytes: Uint8Array<ArrayBuffer>): void {
    if (this.#state !== 'coming') return;
    this.#came += bytes.length;
    // Whoever sends more than they said, or faster than they were asked to, does not keep the rules.
    if (this.#came > this.size || this.#came - this.#acked > 2 * AHEAD_BYTES) {
      this.#spoil();
      return;
    }
    this.#then(async () => {
      this.#sum.update(bytes);
      this.#parts?.push(bytes);
      await this.#sink?.write(bytes);
      this.#keep(bytes.length);
    });
  }

  heard(word: FileWord): void {
    if (word.type === 'cancel') this.end('cancelled');
    if (word.type !== 'end' || this.#state !== 'coming') return;
    this.#then(async () => {
      if (this.#kept !== this.size || this.#sum.hex() !== word.sha256) {
        this.#spoil();
        return;
      }
      await this.#sink?.close();
      this.#sink = undefined;
      this.#say({ type: 'done', id: this.id });
      this.end('arrived');
    });
  }

  end(outcome: FileOutcome): void {
    if (this.#state === 'over') return;
    this.#state = 'over';
    // A sink that cannot even be given up has nobody to tell.
    this.#sink?.abort(outcome).catch(() => {});
    const blob =
      outcome === 'arrived' && this.#parts ? new Blob(this.#parts, { type: this.mime }) : undefined;
    this.#parts = undefined;
    this.#forget();
    this.#settle({ outcome, blob });
  }

  // One after the other, and nothing more once it is over.
  #then(step: () => Promise<void>): void {
    this.#work = this.#after(this.#work, step);
  }

  async #after(before: Promise<void>, step: () => Promise<void>): Promise<void> {
    await before;
    try {
      if (this.#state === 'coming') await step();
    } catch {
      this.#spoil();
    }
  }

  #keep(bytes: number): void {
    this.#kept += bytes;
    if (this.#state !== 'coming') return;
    if (this.#kept - this.#acked < ACK_EVERY_BYTES && this.#kept < this.size) return;
    this.#acked = this.#kept;
    this.#say({ type: 'ack', id: this.id, received: this.#kept });
    this.emit('progress', { bytes: this.#kept, size: this.size });
  }

  #spoil(): void {
    if (this.#state !== 'coming') return;
    this.#say({ type: 'damaged', id: this.id });
    this.end('damaged');
  }
}
