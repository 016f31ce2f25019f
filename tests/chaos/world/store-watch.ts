import { setTimeout as delay } from 'node:timers/promises';
import { createLog } from '@parley/signaling/log';
import { redisStore } from '@parley/signaling/store';
import { StoreUnavailable } from '@parley/signaling/membership/store-unavailable';
import type { History } from '../history/history.ts';

const EVERY_MS = 150;

/** Reads again and again from the store who is in which room, as a node would. */
export class StoreWatch implements AsyncDisposable {
  readonly #store;
  readonly #rooms: Set<string>;
  readonly #history: History;
  readonly #stopping = new AbortController();
  readonly #watching: Promise<void>;
  readonly #last = new Map<string, string>();

  constructor(redisUrl: string, rooms: Iterable<string>, history: History) {
    this.#store = redisStore('store-watch', redisUrl, createLog('silent', 'store-watch'));
    this.#rooms = new Set(rooms);
    this.#history = history;
    this.#watching = this.#watch();
  }

  add(room: string): void {
    this.#rooms.add(room);
  }

  /** Who is where right now; undefined while the store cannot be reached. */
  async members(): Promise<ReadonlyMap<string, readonly string[]> | undefined> {
    try {
      const views = [...this.#rooms].map(async (room) => {
        const { members } = await this.#store.membership.snapshot(room);
        return [room, members.map(({ id }) => id).toSorted()] as const;
      });
      return new Map(await Promise.all(views));
    } catch (error) {
      if (error instanceof StoreUnavailable) return undefined;
      throw error;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stopping.abort();
    await this.#watching;
    await this.#store.close();
  }

  async #watch(): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      for (const [room, ids] of (await this.members()) ?? []) {
        const text = ids.join(' ');
        if (this.#last.get(room) === text) continue;
        this.#last.set(room, text);
        this.#history.record({ what: 'members', room, ids });
      }
      await delay(EVERY_MS, undefined, { signal }).catch(() => {});
    }
  }
}
