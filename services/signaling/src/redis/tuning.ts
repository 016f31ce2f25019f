import { Redis } from 'ioredis';
import type { Cluster, RedisOptions } from 'ioredis';
import type { Endpoint } from './redis-address.ts';
import type { Tuning } from './subscription.ts';

/** Enough for a map of the Cluster that is being redrawn. */
const MOST_REDIRECTIONS = 5;

/** SUBSCRIBE on a server, or on the master that Sentinel names. */
export function plainTuning(options: RedisOptions, channel: string): Tuning {
  return {
    event: 'messageBuffer',
    async tune(open) {
      const connection = await open(
        new Redis({ ...options, ...ONE_LIFE, sentinelRetryStrategy: () => null }),
      );
      await connection.subscribe(channel);
      return connection;
    },
    check: isMaster,
  };
}

/**
 * SSUBSCRIBE on the master that has the channel's slot: only there SPUBLISH counts who heard. Which one it is the
 * Cluster says itself, as all others answer MOVED.
 */
export function shardTuning(options: RedisOptions, cluster: Cluster, channel: string): Tuning {
  return {
    event: 'smessageBuffer',
    async tune(open) {
      let target = anyMaster(cluster);
      for (let redirections = 0; redirections <= MOST_REDIRECTIONS; redirections += 1) {
        const connection = await open(new Redis({ ...options, ...target, ...ONE_LIFE }));
        // A replica takes the subscription too, but its master would not count it.
        const moved = (await isMaster(connection)) ? await subscribeShard(connection, channel) : undefined;
        if (moved === 'subscribed') return connection;
        connection.disconnect();
        if (!moved) break;
        // An empty host means the one that was asked.
        target = { host: moved.host || target.host, port: moved.port };
      }
      throw new Error('no master of the Cluster takes the subscription');
    },
    check: isMaster,
  };
}

const ONE_LIFE: RedisOptions = { lazyConnect: true, retryStrategy: () => null };

function anyMaster(cluster: Cluster): Endpoint {
  const masters = cluster.nodes('master');
  const { host, port } = masters[Math.floor(Math.random() * masters.length)]?.options ?? {};
  if (host === undefined || port === undefined) throw new Error('no master of the Cluster is known');
  return { host, port };
}

async function isMaster(connection: Redis): Promise<boolean> {
  return (await connection.info('replication')).includes('role:master');
}

async function subscribeShard(connection: Redis, channel: string): Promise<'subscribed' | Endpoint> {
  try {
    await connection.ssubscribe(channel);
    return 'subscribed';
  } catch (error) {
    const [, host, port] = (error instanceof Error && /^MOVED \d+ (.*):(\d+)$/.exec(error.message)) || [];
    if (host === undefined) throw error;
    return { host, port: Number(port) };
  }
}
