import { IncomingLink } from './incoming-link.ts';
import type { NumberedFrame, Numbering } from './numbering.ts';
import { OutgoingLink, earliest } from './outgoing-link.ts';

/** `plain`: whoever is there does not count, as a client without this library; it is told everything once. */
export type LinkKind = 'open' | 'plain';

export interface Received<Said, Heard> {
  /** What is due, in order. */
  heard: Heard[];
  /** What has arrived over there. */
  arrived: Said[];
}

/**
 * Both directions between us and one peer, over a way that may lose, double and reorder, and through any number of
 * connections: each message comes out once and in order while the two know each other. A peer that was forgotten and
 * comes back under the same id begins anew. Pure: times are handed in, frames are handed out.
 */
export class NumberedLink<Said, Heard = Said> {
  readonly #nextEpoch: () => number;
  readonly #out: OutgoingLink<Said>;
  readonly #in = new IncomingLink<Heard>();
  #kind: LinkKind = 'open';
  #counts = false;

  /** `nextEpoch` gives a greater number each time, for all links of one client. */
  constructor(nextEpoch: () => number) {
    this.#nextEpoch = nextEpoch;
    this.#out = new OutgoingLink(nextEpoch());
  }

  get kind(): LinkKind {
    return this.#kind;
  }

  /** False when too much waits already. */
  say(message: Said): boolean {
    return this.#out.push(message);
  }

  /** What is to go out now. */
  take(now: number): NumberedFrame<Said>[] {
    const frames: NumberedFrame<Said>[] = [];
    for (const out of this.#out.take(now)) {
      if ('ask' in out) frames.push({ numbering: this.#numbering(0, true) });
      else frames.push({ numbering: this.#numbering(out.number), message: out.message });
    }
    const { ackDueAt } = this.#in;
    if (ackDueAt !== undefined && ackDueAt <= now) frames.push({ numbering: this.#numbering(0) });
    return frames;
  }

  /** When there will be something to take; undefined while that depends on others. */
  dueAt(): number | undefined {
    return earliest([this.#out.dueAt(), this.#in.ackDueAt]);
  }

  receive({ numbering, message }: NumberedFrame<Heard>, now: number): Received<Said, Heard> {
    if (this.#in.isOld(numbering)) return { heard: [], arrived: [] };
    this.#counts = true;
    this.#kind = 'open';
    // Who never heard of us began after us, or has forgotten us.
    if (this.#in.isNew(numbering) && this.#out.isForgotten(numbering)) this.#out.restart(this.#nextEpoch());
    const heard = this.#in.receive(numbering, message, now);
    return { heard, arrived: this.#out.heard(numbering) };
  }

  /** A message without a number came: unless the peer has counted before, it cannot. */
  receivePlain(): void {
    if (!this.#counts) this.#kind = 'plain';
  }

  /** We were away, and what was on its way may be lost. */
  resumed(now: number): void {
    this.#out.resumed(now);
  }

  /** Finds a peer plain that was asked for too long. */
  look(now: number): void {
    if (this.#out.isUnanswered(now)) this.#kind = 'plain';
  }

  /** Gives all that waits, with whether it has been said, and forgets it. What is said next has numbers of a new life. */
  drain(): { message: Said; said: boolean }[] {
    const drained = this.#out.drain();
    this.#out.restart(this.#nextEpoch());
    return drained;
  }

  #numbering(number: number, ask = false): Numbering {
    const { epoch } = this.#out;
    return { epoch, number, ...this.#in.confirm(), ...(ask && { ask: true as const }) };
  }
}
