import { setTimeout as delay } from 'node:timers/promises';
import type { ByeReason } from '@parley/shared/server-messages';
import type { Logger } from 'pino';
import type { LeaveOutcome, Membership } from '../membership/membership.ts';
import type { Registry } from '../membership/registry.ts';
import { StoreUnavailable } from '../membership/store-unavailable.ts';
import { roomTag } from './identity.ts';
import { LastWords } from './last-words.ts';
import type { Observer } from './observer.ts';
import type { Rooms } from './rooms.ts';

const FIRST_RETRY_MS = 250;
const RETRY_CEILING_MS = 5_000;

/** A membership as a node holds it. Without `gen` it is ended in whatever generation it is. */
export interface Held {
  readonly room: string;
  readonly id: string;
  readonly gen?: number | undefined;
}

/**
 * Tells the store what became of peers, and does not give up on it: a socket that went and is not told of leaves a
 * ghost, and kept frames that are not discarded would be handed over twice.
 */
export class Departures {
  readonly #membership: Membership;
  readonly #registry: Registry;
  readonly #rooms: Rooms;
  readonly #observer: Observer;
  readonly #log: Logger;
  readonly #lastWords = new LastWords();
  readonly #stopped = new AbortController();
  #untold = 0;

  constructor(membership: Membership, registry: Registry, rooms: Rooms, observer: Observer, log: Logger) {
    this.#membership = membership;
    this.#registry = registry;
    this.#rooms = rooms;
    this.#observer = observer;
    this.#log = log;
  }

  /** Whether the store was not told yet of something that it is to be told. */
  get unfinished(): boolean {
    return this.#untold > 0;
  }

  /**
   * Ends a membership and has it announced. Resolves once the store has answered, or once it turned out to be away:
   * then it is tried on in the background.
   */
  end({ room, id, gen }: Held, reason: ByeReason): Promise<unknown> {
    if (reason === 'left') this.#lastWords.leaving(room, id);
    return this.#insist(room, id, async () => {
      const outcome = await this.#membership.leave(room, id, reason, gen);
      if (outcome.status === 'absent') this.#lastWords.wentOn(room, id);
      this.#announce(room, outcome);
    });
  }

  /** Whether a peer ended its membership on this node, not long ago: what it said before is the last that it said. */
  hadLastWord(room: string, id: string): boolean {
    return this.#lastWords.has(room, id);
  }

  /** Keeps a session's place for the window. Resolves as `end` does. */
  detach({ room, id, gen = 0 }: Held, windowMs: number): Promise<unknown> {
    return this.#insist(room, id, async () => {
      // Expected first: whoever is detached must be found, whatever happens to this node.
      const expecting = this.#registry.expect({ room, id }, windowMs);
      await Promise.all([this.#membership.detach(room, id, gen, windowMs), expecting]);
    });
  }

  /**
   * Ends a membership whose window is over; one whose session came back meanwhile is left alone, and one that has longer
   * is expected again. True where nothing of it is to be expected any more.
   */
  async evict(room: string, id: string): Promise<boolean> {
    let over = false;
    const stored = await this.#insist(room, id, async () => {
      const outcome = await this.#membership.evict(room, id);
      over = outcome.status !== 'waiting';
      if (outcome.status === 'waiting') await this.#registry.expect({ room, id }, outcome.ms);
      else this.#announce(room, outcome);
    });
    return stored && over;
  }

  /** Kept frames before the one numbered `upTo` were handed over. */
  discard(room: string, id: string, upTo: number): Promise<boolean> {
    return this.#insist(room, id, () => this.#membership.discard(room, id, upTo));
  }

  /** Gives up on what is still under way; the process is ending. */
  stop(): void {
    this.#stopped.abort();
  }

  #announce(room: string, outcome: LeaveOutcome): void {
    if (outcome.status === 'absent') return;
    this.#log.info(
      { room: roomTag(room), peerId: outcome.departure.id, reason: outcome.departure.reason },
      'peer left',
    );
    this.#rooms.departed(room, outcome.epoch, outcome.departure, outcome.nodes);
  }

  async #insist(room: string, id: string, act: () => Promise<void>): Promise<boolean> {
    this.#rooms.hold(room);
    this.#untold += 1;
    const stored = await this.#try(room, id, act);
    if (stored) this.#told(room);
    else void this.#persist(room, id, act);
    return stored;
  }

  async #persist(room: string, id: string, act: () => Promise<void>): Promise<void> {
    for (let wait = FIRST_RETRY_MS; ; wait = Math.min(wait * 2, RETRY_CEILING_MS)) {
      try {
        await delay(wait, undefined, { ref: false, signal: this.#stopped.signal });
      } catch {
        break; // stopped
      }
      if (await this.#try(room, id, act)) break;
    }
    this.#told(room);
  }

  #told(room: string): void {
    this.#untold -= 1;
    this.#rooms.release(room);
  }

  async #try(room: string, id: string, act: () => Promise<void>): Promise<boolean> {
    try {
      await act();
      return true;
    } catch (error) {
      const known = error instanceof StoreUnavailable;
      if (!known) this.#observer.fault('background');
      const details = { room: roomTag(room), peerId: id, err: known ? undefined : error };
      this.#log.warn(details, 'the store does not know yet what became of a peer');
      return false;
    }
  }
}
