import type { Numbering } from './numbering.ts';
import { WINDOW } from './outgoing-link.ts';

/** How long a confirmation waits for something to ride on. */
export const ACK_DELAY_MS = 200;

/**
 * The other direction of a link: gives each message once and in order, and knows what to confirm and by when. No clock,
 * no timer, no I/O.
 */
export class IncomingLink<Message> {
  readonly #early = new Map<number, Message | undefined>();
  #epoch = 0;
  #received = 0;
  #ackDueAt: number | undefined;

  /** When the peer has to hear what came; undefined where it knows. */
  get ackDueAt(): number | undefined {
    return this.#ackDueAt;
  }

  /** Whether this is of a life of the peer's numbers that is over. */
  isOld({ epoch }: Numbering): boolean {
    return epoch < this.#epoch;
  }

  /** Whether with this the peer's numbers begin anew. */
  isNew({ epoch }: Numbering): boolean {
    return epoch > this.#epoch;
  }

  /** Gives what is due now, in order: nothing for what came before, or too early. Without a message it was taken back. */
  receive({ epoch, number, ask }: Numbering, message: Message | undefined, now: number): Message[] {
    if (epoch > this.#epoch) {
      this.#epoch = epoch;
      this.#received = 0;
      this.#early.clear();
    }
    if (ask === true) this.#ackDueAt = now;
    if (number === 0) return [];
    this.#ackDueAt ??= now + ACK_DELAY_MS;
    if (number > this.#received && number <= this.#received + WINDOW) this.#early.set(number, message);
    return this.#inOrder();
  }

  /** What to say of this direction with the next frame, whatever it carries. */
  confirm(): { ackEpoch: number; ack: number } {
    this.#ackDueAt = undefined;
    return { ackEpoch: this.#epoch, ack: this.#received };
  }

  #inOrder(): Message[] {
    const due: Message[] = [];
    while (this.#early.has(this.#received + 1)) {
      this.#received += 1;
      const message = this.#early.get(this.#received);
      this.#early.delete(this.#received);
      if (message !== undefined) due.push(message);
    }
    return due;
  }
}
