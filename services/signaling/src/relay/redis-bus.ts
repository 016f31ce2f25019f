import type { Logger } from 'pino';
import { nodeChannel } from '../redis/redis-keys.ts';
import type { RedisClients } from '../redis/redis-clients.ts';
import type { Bus, BusHandlers } from './bus.ts';

/** The bus through Redis's pub/sub: every node listens on one channel, its own. */
export class RedisBus implements Bus {
  readonly #redis: RedisClients;
  readonly #prefix: string;
  readonly #channel: string;
  readonly #log: Logger;
  #listening = false;

  constructor(redis: RedisClients, prefix: string, node: string, log: Logger) {
    this.#redis = redis;
    this.#prefix = prefix;
    this.#channel = nodeChannel(prefix, node);
    this.#log = log;
  }

  /** Whether what others publish for this node reaches it. */
  get listening(): boolean {
    return this.#listening;
  }

  listen({ receive, hears }: BusHandlers): void {
    const { subscriber } = this.#redis;
    const heard = () => {
      if (this.#listening) return;
      this.#listening = true;
      hears();
    };
    subscriber.on('messageBuffer', (_channel: Buffer, batch: Buffer) => {
      // May come with the answer to the subscription, before anybody could read that.
      heard();
      receive(batch);
    });
    subscriber.on('close', () => (this.#listening = false));
    // On `ready` nothing is subscribed yet: a PUBLISH in that moment reaches nobody. Only the answer counts.
    subscriber.on('ready', () => void this.#subscribe(heard));
    if (subscriber.status === 'ready') void this.#subscribe(heard);
  }

  publish(node: string, batch: Buffer): Promise<number> {
    return this.#redis.commands.publish(nodeChannel(this.#prefix, node), batch);
  }

  async #subscribe(heard: () => void): Promise<void> {
    try {
      await this.#redis.subscriber.subscribe(this.#channel);
      heard();
    } catch (error) {
      this.#log.warn({ err: error }, 'could not subscribe; trying again with a new connection');
      this.#redis.subscriber.disconnect(true);
    }
  }
}
