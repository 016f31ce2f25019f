import { randomBytes } from 'node:crypto';
import type { DeliverEnvelope, Envelope } from './envelope.ts';

/** An envelope under its number; what was taken back leaves its number behind, so that the others keep theirs. */
export type Numbered = Envelope | undefined;

/**
 * What this node sent to one other and the other has not confirmed, under numbers that rise by one. Pure bookkeeping:
 * no I/O, no clock.
 */
export class OutgoingLink {
  /** Tells this link from one that was there before, between the same two nodes. */
  readonly life = randomBytes(6).toString('base64url');
  readonly #unconfirmed = new Map<number, Numbered>();
  #next = 1;
  #bytes = 0;
  #waiters: { upTo: number; resolve: () => void }[] = [];

  get next(): number {
    return this.#next;
  }

  /** The lowest number that is still waited for: the other need not ask for anything before it. */
  get base(): number {
    for (const number of this.#unconfirmed.keys()) return number;
    return this.#next;
  }

  /** Of the frames that are kept. */
  get bytes(): number {
    return this.#bytes;
  }

  get isIdle(): boolean {
    return this.#unconfirmed.size === 0;
  }

  /** Numbers envelopes and keeps them. Gives the first number. */
  add(envelopes: readonly Envelope[]): number {
    const first = this.#next;
    for (const envelope of envelopes) this.#put(this.#next++, envelope);
    return first;
  }

  /** The other has dealt with all up to this number. True where that is news. */
  confirm(upTo: number): boolean {
    const before = this.base;
    for (const number of this.#unconfirmed.keys()) {
      if (number > upTo) break;
      this.#put(number, undefined);
    }
    this.#advance();
    return this.base > before;
  }

  /** What is not confirmed from a number on, to be sent again. */
  from(number: number): { first: number; envelopes: readonly Numbered[] } {
    const first = Math.max(number, this.base);
    const envelopes = [...this.#unconfirmed].filter(([candidate]) => candidate >= first);
    return { first, envelopes: envelopes.map(([, envelope]) => envelope) };
  }

  /** Takes back the message under this number for one peer; undefined where it is not waited for any more. */
  settle(number: number, to: string): DeliverEnvelope | undefined {
    const envelope = this.#unconfirmed.get(number);
    if (envelope?.kind !== 'deliver' || !envelope.to.includes(to)) return undefined;
    this.#without(number, envelope, to);
    this.#advance();
    return { ...envelope, to: [to] };
  }

  /** Takes back what is not confirmed for one peer. */
  withdraw(room: string, to: string): DeliverEnvelope[] {
    const withdrawn: DeliverEnvelope[] = [];
    for (const [number, envelope] of this.#unconfirmed) {
      if (envelope?.kind !== 'deliver' || envelope.room !== room || !envelope.to.includes(to)) continue;
      withdrawn.push({ ...envelope, to: [to] });
      this.#without(number, envelope, to);
    }
    this.#advance();
    return withdrawn;
  }

  /** Takes back what is not confirmed, all of it or a range of numbers. */
  giveUp(first = 0, last = this.#next): Envelope[] {
    const given: Envelope[] = [];
    for (const [number, envelope] of this.#unconfirmed) {
      if (!envelope || number < first || number > last) continue;
      given.push(envelope);
      this.#put(number, undefined);
    }
    this.#advance();
    return given;
  }

  /** Resolves once all that is here now is confirmed or taken back. */
  confirmed(): Promise<void> {
    if (this.isIdle) return Promise.resolve();
    return new Promise((resolve) => this.#waiters.push({ upTo: this.#next - 1, resolve }));
  }

  #without(number: number, envelope: DeliverEnvelope, to: string): void {
    const rest = envelope.to.filter((id) => id !== to);
    this.#put(number, rest.length > 0 ? { ...envelope, to: rest } : undefined);
  }

  #put(number: number, envelope: Numbered): void {
    this.#bytes += sizeOf(envelope) - sizeOf(this.#unconfirmed.get(number));
    this.#unconfirmed.set(number, envelope);
  }

  /** Forgets numbers at the front that nothing is kept under. */
  #advance(): void {
    for (const [number, envelope] of this.#unconfirmed) {
      if (envelope) break;
      this.#unconfirmed.delete(number);
    }
    const { base } = this;
    for (const { upTo, resolve } of this.#waiters) if (upTo < base) resolve();
    this.#waiters = this.#waiters.filter(({ upTo }) => upTo >= base);
  }
}

function sizeOf(envelope: Numbered): number {
  return envelope && 'frame' in envelope ? envelope.frame.length : 0;
}
