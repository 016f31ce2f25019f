import { setTimeout as delay } from 'node:timers/promises';
import { Redis } from 'ioredis';
import type { RedisServer } from '../../support/redis-host.ts';
import type { History } from '../history/history.ts';

/** What can be done to Redis. One thing at a time: while something is under way, the next does nothing. */
export class RedisFaults {
  readonly #server: RedisServer;
  readonly #history: History;
  #busy = false;

  constructor(server: RedisServer, history: History) {
    this.#server = server;
    this.#history = history;
  }

  /** Kills it and starts it again after so long, with nothing in its memory. `away` is called once it is gone. */
  restart(downMs: number, away: () => void = () => {}): Promise<void> {
    return this.#alone(async () => {
      this.#history.record({ what: 'redis', change: 'killed' });
      await this.#server.kill();
      this.#history.record({ what: 'redis', change: 'gone' });
      away();
      await delay(downMs);
      await this.#server.start();
      this.#history.record({ what: 'redis', change: 'started' });
    });
  }

  /** Has it stand still for so long. `away` is called once it does. */
  freeze(ms: number, away: () => void = () => {}): Promise<void> {
    return this.#alone(async () => {
      this.#history.record({ what: 'redis', change: 'frozen' });
      await this.#server.signal('SIGSTOP');
      away();
      await delay(ms);
      await this.#server.signal('SIGCONT');
      this.#history.record({ what: 'redis', change: 'thawed' });
    });
  }

  /** Cuts connections of the nodes: those that only listen, or all of them. They come back by themselves. */
  cut(which: 'subscribers' | 'all'): Promise<void> {
    return this.#alone(async () => {
      const redis = new Redis(this.#server.url, { lazyConnect: true, retryStrategy: () => null });
      try {
        await redis.connect();
        const change = which === 'all' ? 'all connections cut' : 'subscribers cut';
        this.#history.record({ what: 'redis', change });
        await redis.call('CLIENT', 'KILL', 'TYPE', 'pubsub');
        if (which === 'all') await redis.call('CLIENT', 'KILL', 'TYPE', 'normal');
      } finally {
        redis.disconnect();
      }
    });
  }

  async #alone(act: () => Promise<void>): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    try {
      await act();
    } finally {
      this.#busy = false;
    }
  }
}
