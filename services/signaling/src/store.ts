import type { Logger } from 'pino';
import { MemoryMembership } from './membership/memory-membership.ts';
import type { Membership } from './membership/membership.ts';
import { RedisMembership } from './membership/redis-membership.ts';
import { openRedis } from './redis/redis-clients.ts';
import { KEY_PREFIX } from './redis/redis-keys.ts';
import { MemoryBus, MemoryRelay } from './relay/memory-relay.ts';
import { RedisRelay } from './relay/redis-relay.ts';
import type { Relay } from './relay/relay.ts';

/** The two ports of a node, over one implementation. */
export interface Store {
  readonly kind: 'memory' | 'redis';
  readonly membership: Membership;
  readonly relay: Relay;
  /** Undefined when rooms can be reached and this node can hear others; otherwise why not. */
  notReady(): string | undefined;
  close(): Promise<void>;
}

/** Rooms in this process alone. `shared` lets several nodes of one process meet. */
export function memoryStore(
  node: string,
  shared = { membership: new MemoryMembership(), bus: new MemoryBus() },
): Store {
  const relay = new MemoryRelay(shared.bus, node);
  return {
    kind: 'memory',
    membership: shared.membership,
    relay,
    notReady: () => undefined,
    close: async () => relay.close(),
  };
}

/** Rooms in Redis, shared by all nodes that use the same `prefix`. Comes up in the background. */
export function redisStore(node: string, url: string, log: Logger, prefix: string = KEY_PREFIX): Store {
  const clients = openRedis(url, node, log);
  const relay = new RedisRelay(clients, prefix, node, log);
  return {
    kind: 'redis',
    membership: new RedisMembership(clients.commands, prefix),
    relay,
    notReady() {
      if (clients.commands.status !== 'ready') return 'redis cannot be reached (REDIS_URL)';
      if (!relay.listening) return 'redis does not deliver to this node yet (subscription missing)';
      return undefined;
    },
    async close() {
      await relay.drained();
      await clients.close();
    },
  };
}
