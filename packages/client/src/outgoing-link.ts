import type { Numbering } from './numbering.ts';

/** How many messages may be on their way to one peer before the first of them is confirmed. */
export const WINDOW = 32;
/** How many may wait in all, those on their way with them. */
export const MOST_WAITING = 1024;

const FIRST_PATIENCE_MS = 1_000;
const LONGEST_PATIENCE_MS = 8_000;
// Longer than the server takes to call a peer lost that does not answer, so that only one who cannot is given up on.
const UNANSWERED_MS = 60_000;

interface Entry<Message> {
  number: number;
  message: Message;
  dueAt: number | undefined;
  tries: number;
}

/** What is to go out now. `ask` alone: the peer has not shown yet that it counts, and is asked instead of told twice. */
export type Outgoing<Message> = { number: number; message: Message } | { ask: true };

/**
 * One direction of a link: numbers what is said, keeps it until it is confirmed, and says it again where that takes too
 * long. No clock, no timer, no I/O: times are handed in, in milliseconds of any monotonic clock.
 */
export class OutgoingLink<Message> {
  #waiting: Entry<Message>[] = [];
  #epoch: number;
  #next = 1;
  #acked = 0;
  // Nobody is told anything twice who may not know how to drop what came twice.
  #counts = false;
  #asked: { since: number; dueAt: number; times: number } | undefined;

  constructor(epoch: number) {
    this.#epoch = epoch;
  }

  get epoch(): number {
    return this.#epoch;
  }

  /** False when too much waits already; the message is then not taken. */
  push(message: Message): boolean {
    if (this.#waiting.length >= MOST_WAITING) return false;
    this.#waiting.push({ number: this.#next, message, dueAt: undefined, tries: 0 });
    this.#next += 1;
    return true;
  }

  /** What is to go out now: what is new and fits the window, and what was not confirmed in time. */
  take(now: number): Outgoing<Message>[] {
    const due = this.#window().filter(({ dueAt }) => dueAt === undefined || (this.#counts && dueAt <= now));
    for (const entry of due) {
      entry.dueAt = now + patience(entry.tries);
      entry.tries += 1;
    }
    const out: Outgoing<Message>[] = due.map(({ number, message }) => ({ number, message }));
    if (!this.#counts && this.#waiting.length > 0) out.push(...this.#question(now));
    return out;
  }

  /** When there will be something to take; undefined while that depends on others. */
  dueAt(): number | undefined {
    const window = this.#window();
    // What was never said has been due all the time.
    if (this.#counts || window.some(({ dueAt }) => dueAt === undefined)) {
      return earliest(window.map(({ dueAt }) => dueAt ?? 0));
    }
    return window.length > 0 ? this.#asked?.dueAt : undefined;
  }

  /** The peer counts. Gives what it has confirmed by this. */
  heard({ ackEpoch, ack }: Numbering): Message[] {
    this.#counts = true;
    this.#asked = undefined;
    if (ackEpoch !== this.#epoch) return [];
    const confirmed = this.#window().filter(({ number, tries }) => tries > 0 && number <= ack);
    this.#waiting.splice(0, confirmed.length);
    this.#acked += confirmed.length;
    return confirmed.map(({ message }) => message);
  }

  /** A connection took with it what was on its way: the time to wait for it begins anew, with the shortest. */
  resumed(now: number): void {
    for (const entry of this.#window()) {
      if (entry.dueAt === undefined) continue;
      entry.dueAt = Math.min(entry.dueAt, now + FIRST_PATIENCE_MS);
      entry.tries = 1;
    }
  }

  /** Whether a peer that began anew, and says this, would wait for ever for numbers that we have done with. */
  isForgotten({ ackEpoch, ack }: Numbering): boolean {
    return this.#acked > 0 && (ackEpoch !== this.#epoch || ack < this.#acked);
  }

  /** Begins anew with what is not confirmed. */
  restart(epoch: number): void {
    this.#epoch = epoch;
    this.#acked = 0;
    this.#waiting = this.#waiting.map(({ message }, index) => {
      return { number: index + 1, message, dueAt: undefined, tries: 0 };
    });
    this.#next = this.#waiting.length + 1;
  }

  /** Whether the peer was asked for so long that it cannot be one that counts. */
  isUnanswered(now: number): boolean {
    return this.#asked !== undefined && now - this.#asked.since >= UNANSWERED_MS;
  }

  /** Gives all that waits, with whether it has been said, and forgets it. */
  drain(): { message: Message; said: boolean }[] {
    const drained = this.#waiting.map(({ message, tries }) => ({ message, said: tries > 0 }));
    this.#waiting = [];
    this.#asked = undefined;
    return drained;
  }

  #window(): Entry<Message>[] {
    return this.#waiting.slice(0, WINDOW);
  }

  #question(now: number): { ask: true }[] {
    this.#asked ??= { since: now, dueAt: now + FIRST_PATIENCE_MS, times: 0 };
    if (this.#asked.dueAt > now) return [];
    this.#asked.times += 1;
    this.#asked.dueAt = now + patience(this.#asked.times);
    return [{ ask: true }];
  }
}

function patience(tries: number): number {
  return Math.min(LONGEST_PATIENCE_MS, FIRST_PATIENCE_MS * 2 ** tries);
}

/** The earliest of some times; undefined where there is none. */
export function earliest(times: readonly (number | undefined)[]): number | undefined {
  const known = times.filter((time) => time !== undefined);
  return known.length === 0 ? undefined : Math.min(...known);
}
