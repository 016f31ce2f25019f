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
  /** Of consecutive numbers, the first of them `base`. Those before `#front` are done with, and cut off now and then. */
  #unconfirmed: Numbered[] = [];
  #front = 0;
  #next = 1;
  #bytes = 0;
  #waiters: { upTo: number; resolve: () => void }[] = [];

  get next(): number {
    return this.#next;
  }

  /** The lowest number that is still waited for: the other need not ask for anything before it. */
  get base(): number {
    return this.#next - (this.#unconfirmed.length - this.#front);
  }

  /** Of the frames that are kept. */
  get bytes(): number {
    return this.#bytes;
  }

  get isIdle(): boolean {
    return this.#unconfirmed.length === this.#front;
  }

  /** Numbers envelopes and keeps them. Gives the first number. */
  add(envelopes: readonly Envelope[]): number {
    const first = this.#next;
    for (const envelope of envelopes) {
      this.#unconfirmed.push(envelope);
      this.#bytes += sizeOf(envelope);
      this.#next += 1;
    }
    return first;
  }

  /** The other has dealt with all up to this number. True where that is news. */
  confirm(upTo: number): boolean {
    const before = this.base;
    const last = Math.min(upTo, this.#next - 1);
    for (let number = before; number <= last; number += 1) this.#put(number, undefined);
    this.#advance();
    return this.base > before;
  }

  /** What is not confirmed from a number on, to be sent again. */
  from(number: number): { first: number; envelopes: readonly Numbered[] } {
    const first = Math.max(number, this.base);
    return { first, envelopes: this.#unconfirmed.slice(this.#front + first - this.base) };
  }

  /** Takes back the message under this number for one peer; undefined where it is not waited for any more. */
  settle(number: number, to: string): DeliverEnvelope | undefined {
    const envelope = this.#get(number);
    if (envelope?.kind !== 'deliver' || !envelope.to.includes(to)) return undefined;
    this.#without(number, envelope, to);
    this.#advance();
    return { ...envelope, to: [to] };
  }

  /** Takes back what is not confirmed for one peer. */
  withdraw(room: string, to: string): DeliverEnvelope[] {
    const withdrawn: DeliverEnvelope[] = [];
    for (let number = this.base; number < this.#next; number += 1) {
      const envelope = this.#get(number);
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
    for (let number = Math.max(first, this.base); number < Math.min(last + 1, this.#next); number += 1) {
      const envelope = this.#get(number);
      if (!envelope) continue;
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

  /** Undefined too for a number that is not waited for. */
  #get(number: number): Numbered {
    const { base } = this;
    return number < base ? undefined : this.#unconfirmed[this.#front + number - base];
  }

  /** For a number that is waited for. */
  #put(number: number, envelope: Numbered): void {
    const index = this.#front + number - this.base;
    this.#bytes += sizeOf(envelope) - sizeOf(this.#unconfirmed[index]);
    this.#unconfirmed[index] = envelope;
  }

  /** Forgets numbers at the front that nothing is kept under. */
  #advance(): void {
    const { length } = this.#unconfirmed;
    while (this.#front < length && !this.#unconfirmed[this.#front]) this.#front += 1;
    if (this.#front > length / 2) {
      this.#unconfirmed = this.#unconfirmed.slice(this.#front);
      this.#front = 0;
    }
    if (this.#waiters.length === 0) return;
    const { base } = this;
    for (const { upTo, resolve } of this.#waiters) if (upTo < base) resolve();
    this.#waiters = this.#waiters.filter(({ upTo }) => upTo >= base);
  }
}

function sizeOf(envelope: Numbered): number {
  return envelope && 'frame' in envelope ? envelope.frame.length : 0;
}
