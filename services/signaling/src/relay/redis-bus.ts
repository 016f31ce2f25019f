import { nodeChannel } from '../redis/redis-keys.ts';
import type { RedisClients } from '../redis/redis-clients.ts';
import type { Bus, BusHandlers } from './bus.ts';

/** The bus through Redis's pub/sub: every node listens on one channel, its own. */
export class RedisBus implements Bus {
  readonly #redis: RedisClients;
  readonly #prefix: string;
  readonly #channel: string;
  #listening = false;

  constructor(redis: RedisClients, prefix: string, node: string) {
    this.#redis = redis;
    this.#prefix = prefix;
    this.#channel = nodeChannel(prefix, node);
  }

  /** Whether what others publish for this node reaches it. */
  get listening(): boolean {
    return this.#listening;
  }

  listen({ receive, hears, interrupted }: BusHandlers): void {
    const heard = () => {
      if (this.#listening) return;
      this.#listening = true;
      hears();
    };
    this.#redis.listen(this.#channel, {
      message: (batch) => {
        // May come with the answer to the subscription, before anybody could read that.
        heard();
        receive(batch);
      },
      heard,
      deaf: () => {
        this.#listening = false;
        interrupted();
      },
    });
    this.#redis.onInterrupted(interrupted);
  }

  publish(node: string, batch: Buffer): Promise<number> {
    return this.#redis.publish(nodeChannel(this.#prefix, node), batch);
  }
}
