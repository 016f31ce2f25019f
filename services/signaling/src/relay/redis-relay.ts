import type { Logger } from 'pino';
import { nodeChannel } from '../redis/redis-keys.ts';
import type { RedisClients } from '../redis/redis-clients.ts';
import { decodeBatch, encodeBatch } from './envelope-codec.ts';
import type { Envelope } from './envelope.ts';
import { Outbox } from './outbox.ts';
import type { Relay, RelayHandlers } from './relay.ts';

/** Node to node through Redis: every node listens on one channel, its own. */
export class RedisRelay implements Relay {
  readonly #redis: RedisClients;
  readonly #prefix: string;
  readonly #channel: string;
  readonly #log: Logger;
  readonly #publishing = new Set<Promise<void>>();
  readonly #outbox = new Outbox((node, envelopes, queuedAt) => {
    const publishing = this.#publish(node, envelopes, queuedAt);
    this.#publishing.add(publishing);
    void publishing.finally(() => this.#publishing.delete(publishing));
  });
  #handlers: RelayHandlers | undefined;
  #listening = false;
  #heardBefore = false;

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

  start(handlers: RelayHandlers): void {
    this.#handlers = handlers;
    const { subscriber } = this.#redis;
    subscriber.on('messageBuffer', (_channel: Buffer, batch: Buffer) => this.#receive(batch));
    subscriber.on('close', () => (this.#listening = false));
    // On `ready` nothing is subscribed yet: a PUBLISH in that moment reaches nobody. Only the answer counts.
    subscriber.on('ready', () => void this.#subscribe());
    if (subscriber.status === 'ready') void this.#subscribe();
  }

  send(node: string, envelope: Envelope): void {
    this.#outbox.add(node, envelope);
  }

  async drained(): Promise<void> {
    this.#outbox.flush();
    await Promise.all(this.#publishing);
  }

  async #subscribe(): Promise<void> {
    try {
      await this.#redis.subscriber.subscribe(this.#channel);
      this.#listening = true;
      if (this.#heardBefore) this.#handlers?.hearsAgain();
      this.#heardBefore = true;
    } catch (error) {
      this.#log.warn({ err: error }, 'could not subscribe; trying again with a new connection');
      this.#redis.subscriber.disconnect(true);
    }
  }

  #receive(batch: Buffer): void {
    try {
      for (const envelope of decodeBatch(batch)) this.#handlers?.receive(envelope);
    } catch (error) {
      // Somebody else's or a newer version's: one bad batch must not end the process.
      this.#log.warn(
        { reason: error instanceof Error ? error.name : 'unknown', bytes: batch.length },
        'dropped a batch',
      );
    }
  }

  async #publish(node: string, envelopes: readonly Envelope[], queuedAt: number): Promise<void> {
    let heard = 0;
    try {
      heard = await this.#redis.commands.publish(nodeChannel(this.#prefix, node), encodeBatch(envelopes));
    } catch (error) {
      this.#log.warn(
        { targetNode: node, reason: error instanceof Error ? error.message : 'unknown' },
        'publish failed',
      );
    }
    if (heard > 0) this.#handlers?.delivered((performance.now() - queuedAt) / 1000);
    else this.#handlers?.undelivered(node, envelopes);
  }
}
