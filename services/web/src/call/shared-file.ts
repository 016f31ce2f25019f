import type { IncomingFile, ReceivedFile } from '@parley/client/files/incoming-file';
import type { FileOutcome, OutgoingFile } from '@parley/client/files/outgoing-file';
import { signal } from '@preact/signals';
import type { ReadonlySignal } from '@preact/signals';
import { addMark } from './transfer-pace.ts';
import type { Mark } from './transfer-pace.ts';

/** A file in the chat: one that somebody offers, or one that we offer to one or more people. */
export interface SharedFile {
  kind: 'file';
  from: string;
  own: boolean;
  name: string;
  size: number;
  transfers: readonly Transfer[];
}

/** `byUs` where we ended it ourselves. */
export type TransferState =
  | { name: 'offered' }
  | { name: 'moving'; marks: readonly Mark[] }
  | { name: 'over'; outcome: FileOutcome; byUs: boolean };

/** One file on its way between us and one other person. */
export class Transfer {
  /** The other person's. */
  readonly peerName: string;
  readonly size: number;
  readonly state: ReadonlySignal<TransferState>;
  readonly #state = signal<TransferState>({ name: 'offered' });
  readonly #cancel: () => void;
  #byUs = false;

  constructor(peerName: string, file: IncomingFile | OutgoingFile) {
    this.peerName = peerName;
    this.size = file.size;
    this.state = this.#state;
    this.#cancel = () => file.cancel();
    file.on('progress', ({ bytes }) => this.moved(bytes));
    void this.#follow(file.done);
  }

  cancel(): void {
    this.endedByUs();
    this.#cancel();
  }

  async #follow(done: Promise<FileOutcome>): Promise<void> {
    const outcome = await done;
    this.#state.value = { name: 'over', outcome, byUs: this.#byUs };
  }

  /** So many bytes are safe where they are to go. */
  protected moved(bytes: number): void {
    const state = this.#state.value;
    if (state.name === 'over') return;
    const marks = state.name === 'moving' ? state.marks : [];
    this.#state.value = { name: 'moving', marks: addMark(marks, { at: performance.now(), bytes }) };
  }

  protected endedByUs(): void {
    this.#byUs = true;
  }
}

/** One that comes to us, once we accept it. */
export class IncomingTransfer extends Transfer {
  readonly #file: IncomingFile;
  #received: Blob | undefined;

  constructor(peerName: string, file: IncomingFile) {
    super(peerName, file);
    this.#file = file;
  }

  /** What came, where it was kept in memory. */
  get received(): Blob | undefined {
    return this.#received;
  }

  async accept(to?: WritableStream<Uint8Array<ArrayBuffer>>): Promise<ReceivedFile> {
    this.moved(0);
    const received = await this.#file.accept(to);
    this.#received = received.blob;
    return received;
  }

  refuse(): void {
    this.endedByUs();
    this.#file.refuse();
  }
}
