import type { Logger } from 'pino';
import { MemoryMembership } from './membership/memory-membership.ts';
import { MemoryRegistry } from './membership/memory-registry.ts';
import type { Membership } from './membership/membership.ts';
import { RedisMembership } from './membership/redis-membership.ts';
import { RedisRegistry } from './membership/redis-registry.ts';
import type { Registry } from './membership/registry.ts';
import { openRedis } from './redis/redis-clients.ts';
import { KEY_PREFIX } from './redis/redis-keys.ts';
import { Refusals } from './redis/refusals.ts';
import { loadScripts } from './redis/redis-scripts.ts';
import { LinkRelay } from './relay/link-relay.ts';
import { MemoryBus, MemoryHub } from './relay/memory-bus.ts';
import { RedisBus } from './relay/redis-bus.ts';
import type { Relay } from './relay/relay.ts';

/** The ports of a node, over one implementation. */
export interface Store {
  readonly kind: 'memory' | 'redis';
  readonly membership: Membership;
  readonly registry: Registry;
  readonly relay: Relay;
  /** Undefined when rooms can be reached and this node can hear others; otherwise why not. */
  notReady(): string | undefined;
  close(): Promise<void>;
}

/** What the nodes of one process share. */
export function newSharedMemory() {
  return { membership: new MemoryMembership(), registry: new MemoryRegistry(), hub: new MemoryHub() };
}

/** Rooms in this process alone. `shared` lets several nodes of one process meet. */
export function memoryStore(node: string, log: Logger, shared = newSharedMemory()): Store {
  const bus = new MemoryBus(shared.hub, node);
  const relay = new LinkRelay(bus, node, log);
  return {
    kind: 'memory',
    membership: shared.membership,
    registry: shared.registry,
    relay,
    notReady: () => undefined,
    async close() {
      await relay.finish();
      bus.close();
    },
  };
}

/** Rooms in Redis, shared by all nodes that use the same `prefix`. Comes up in the background. */
export function redisStore(node: string, url: string, log: Logger, prefix: string = KEY_PREFIX): Store {
  const clients = openRedis(url, node, log);
  const refusals = new Refusals(log);
  const scripts = loadScripts(clients.commands, refusals);
  const bus = new RedisBus(clients, prefix, node);
  const relay = new LinkRelay(bus, node, log);
  return {
    kind: 'redis',
    membership: new RedisMembership(clients.commands, scripts, prefix),
    registry: new RedisRegistry(clients.commands, scripts, prefix),
    relay,
    notReady() {
      if (!clients.ready) return 'redis cannot be reached (REDIS_URL)';
      if (!bus.listening) return 'redis does not deliver to this node yet (REDIS_URL: subscription missing)';
      return refusals.reason;
    },
    async close() {
      await relay.finish();
      await clients.close();
    },
  };
}
