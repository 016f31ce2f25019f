import { cancelOn } from './cancelling.ts';
import { fromPiece, readFileWord } from './file-words.ts';
import type { FileWord } from './file-words.ts';
import { IncomingFile } from './incoming-file.ts';
import { OutgoingFile } from './outgoing-file.ts';

/** The part of an RTCDataChannel that files need. */
export type FileChannel = Pick<
  RTCDataChannel,
  'readyState' | 'bufferedAmount' | 'bufferedAmountLowThreshold' | 'binaryType' | 'send' | 'addEventListener'
>;

// Enough for a fast path never to run dry, and little enough for a word to come through soon.
const BUFFERED_LOW_BYTES = 512 * 1024;
const BUFFERED_HIGH_BYTES = 1024 * 1024;
const MOST_OFFERS = 32;

/** All files between us and one peer, in both directions, over one channel that is reliable and in order. */
export class FileExchange {
  readonly #offered: (file: IncomingFile) => void;
  readonly #outgoing = new Map<number, OutgoingFile>();
  readonly #incoming = new Map<number, IncomingFile>();
  #waiting: (() => void)[] = [];
  #channel: FileChannel | undefined;
  #isClosed = false;
  #nextId = 1;

  constructor(offered: (file: IncomingFile) => void) {
    this.#offered = offered;
  }

  /** The channel to use. What was to be sent before there was one waits for it. */
  attach(channel: FileChannel): void {
    this.#channel = channel;
    channel.binaryType = 'arraybuffer';
    channel.bufferedAmountLowThreshold = BUFFERED_LOW_BYTES;
    channel.addEventListener('open', () => {
      for (const file of this.#outgoing.values()) file.offer();
    });
    channel.addEventListener('bufferedamountlow', () => this.#wake());
    channel.addEventListener('message', ({ data }) => this.#heard(data));
    channel.addEventListener('close', () => this.close());
  }

  /** Offers a file; it goes once the peer accepts it, and until `signal` aborts. */
  send(blob: Blob, name: string, signal?: AbortSignal): OutgoingFile {
    const file = new OutgoingFile(this.#nextId, blob, name, {
      word: (word) => this.#say(word),
      piece: (frame) => this.#channel?.send(frame),
      drained: () => this.#drained(),
    });
    this.#nextId += 1;
    this.#outgoing.set(file.id, file);
    void file.done.finally(() => this.#outgoing.delete(file.id));
    if (this.#isClosed) file.end('gone');
    else if (signal?.aborted === true) file.end('cancelled');
    else if (this.#channel?.readyState === 'open') file.offer();
    cancelOn(signal, file);
    return file;
  }

  /** The connection is over, and all transfers with it. */
  close(): void {
    this.#isClosed = true;
    for (const file of [...this.#outgoing.values(), ...this.#incoming.values()]) file.end('gone');
    this.#wake();
  }

  #say(word: FileWord): void {
    if (this.#channel?.readyState === 'open') this.#channel.send(JSON.stringify(word));
  }

  async #drained(): Promise<boolean> {
    while (this.#isFull()) {
      await new Promise<void>((resolve) => {
        this.#waiting.push(resolve);
      });
    }
    return this.#channel?.readyState === 'open';
  }

  #isFull(): boolean {
    return this.#channel?.readyState === 'open' && this.#channel.bufferedAmount > BUFFERED_HIGH_BYTES;
  }

  #wake(): void {
    for (const wake of this.#waiting.splice(0)) wake();
  }

  #heard(data: unknown): void {
    if (data instanceof ArrayBuffer) {
      const piece = fromPiece(data);
      if (piece) this.#incoming.get(piece.id)?.take(piece.bytes);
      return;
    }
    const word = typeof data === 'string' ? readFileWord(data) : undefined;
    if (word === undefined) return;
    if (word.type === 'offer') this.#offer(word);
    else if (word.type === 'end' || (word.type === 'cancel' && word.mine))
      this.#incoming.get(word.id)?.heard(word);
    else this.#outgoing.get(word.id)?.heard(word);
  }

  #offer(offer: Extract<FileWord, { type: 'offer' }>): void {
    if (this.#incoming.has(offer.id)) return;
    if (this.#incoming.size >= MOST_OFFERS) {
      this.#say({ type: 'refuse', id: offer.id });
      return;
    }
    const forget = () => void this.#incoming.delete(offer.id);
    const file = new IncomingFile(offer, (word) => this.#say(word), forget);
    this.#incoming.set(offer.id, file);
    this.#offered(file);
  }
}
