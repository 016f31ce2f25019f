import { setTimeout as delay } from 'node:timers/promises';
import type { ByeReason } from '@parley/shared/server-messages';
import type { Logger } from 'pino';
import type { Membership } from '../membership/membership.ts';
import { StoreUnavailable } from '../membership/store-unavailable.ts';
import { roomTag } from './identity.ts';
import type { Rooms } from './rooms.ts';

const FIRST_RETRY_MS = 250;
const RETRY_CEILING_MS = 5_000;

/** Takes peers out of the store, and does not give up on it: a departure that is not told leaves a ghost. */
export class Departures {
  readonly #membership: Membership;
  readonly #rooms: Rooms;
  readonly #log: Logger;
  readonly #stopped = new AbortController();

  constructor(membership: Membership, rooms: Rooms, log: Logger) {
    this.#membership = membership;
    this.#rooms = rooms;
    this.#log = log;
  }

  /**
   * Ends a membership and has it announced. Resolves once the store has answered, or once it turned out to be away:
   * then the departure is tried on in the background.
   */
  async end(room: string, id: string, reason: ByeReason): Promise<void> {
    this.#rooms.hold(room);
    if (await this.#try(room, id, reason)) this.#rooms.release(room);
    else void this.#persist(room, id, reason);
  }

  /** Gives up on what is still under way; the process is ending. */
  stop(): void {
    this.#stopped.abort();
  }

  async #persist(room: string, id: string, reason: ByeReason): Promise<void> {
    for (let wait = FIRST_RETRY_MS; ; wait = Math.min(wait * 2, RETRY_CEILING_MS)) {
      try {
        await delay(wait, undefined, { ref: false, signal: this.#stopped.signal });
      } catch {
        break; // stopped
      }
      if (await this.#try(room, id, reason)) break;
    }
    this.#rooms.release(room);
  }

  async #try(room: string, id: string, reason: ByeReason): Promise<boolean> {
    try {
      const outcome = await this.#membership.leave(room, id, reason);
      if (outcome.status === 'left')
        this.#rooms.departed(room, outcome.epoch, outcome.departure, outcome.nodes);
      return true;
    } catch (error) {
      const known = error instanceof StoreUnavailable;
      this.#log.warn(
        { room: roomTag(room), peerId: id, err: known ? undefined : error },
        'departure not stored yet',
      );
      return false;
    }
  }
}
