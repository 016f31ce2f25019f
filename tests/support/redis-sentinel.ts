// A real master with its replica, and three sentinels that watch over them.
import { poll as pollFor } from './poll.ts';
import { ask } from './redis-admin.ts';
import { redisHost } from './redis-host.ts';
import type { RedisServer } from './redis-host.ts';

const MASTER_NAME = 'rooms';
const SENTINELS = 3;
const QUORUM = 2;

/** Servers that start together on a busy machine take their time. */
const poll = (what: string, isTrue: () => Promise<boolean>) => pollFor(what, isTrue, 60_000);

export interface TestSentinel extends AsyncDisposable {
  /** As REDIS_URL. */
  readonly url: string;
  readonly master: RedisServer;
  readonly replica: RedisServer;
  readonly sentinels: readonly RedisServer[];
  /** Has the replica take over from a master that is well, and waits until the sentinels say so. */
  failOver(): Promise<void>;
}

export interface SentinelChoices {
  /** After which a silent master is replaced. */
  readonly downAfterMs?: number;
}

/** Starts them and waits until the sentinels know the replica and each other. */
export async function startSentinel({ downAfterMs = 2_000 }: SentinelChoices = {}): Promise<TestSentinel> {
  const host = await redisHost(2 + SENTINELS);
  const [master, replica, ...sentinels] = await Promise.all(
    host.ports.map(async (port, index) => {
      if (index < 2) return host.server(index, { args: ['--repl-diskless-sync-delay', '0'] });
      const config = await host.write(`sentinel-${port}.conf`, 'sentinel resolve-hostnames no\n');
      return host.server(index, { program: 'redis-sentinel', args: [config] });
    }),
  );
  if (!master || !replica) throw new Error('the host has no ports');
  try {
    await Promise.all([master, replica, ...sentinels].map((server) => server.start()));
    await ask(replica.url, (client) => client.call('REPLICAOF', '127.0.0.1', master.port));
    await poll('the replica is in step', async () =>
      (await ask(replica.url, (client) => client.info('replication'))).includes('master_link_status:up'),
    );
    await Promise.all(sentinels.map((sentinel) => watch(sentinel, master, downAfterMs)));
    await poll('the sentinels know of all', async () => {
      const views = await Promise.all(sentinels.map(viewOf));
      return views.every((view) => view['num-slaves'] === '1' && view['num-other-sentinels'] === '2');
    });
  } catch (error) {
    await host[Symbol.asyncDispose]();
    throw error;
  }
  const hosts = sentinels.map(({ port }) => `127.0.0.1:${port}`).join(',');
  return {
    url: `redis+sentinel://${hosts}/${MASTER_NAME}`,
    master,
    replica,
    sentinels,
    async failOver() {
      await ask(sentinels[0]!.url, (client) => client.call('SENTINEL', 'FAILOVER', MASTER_NAME));
      await poll('the sentinels name the new master', async () => {
        const views = await Promise.all(sentinels.map(viewOf));
        return views.every(({ port }) => port === String(replica.port));
      });
    },
    [Symbol.asyncDispose]: () => host[Symbol.asyncDispose](),
  };
}

async function watch(sentinel: RedisServer, master: RedisServer, downAfterMs: number): Promise<void> {
  await ask(sentinel.url, async (client) => {
    await client.call('SENTINEL', 'MONITOR', MASTER_NAME, '127.0.0.1', master.port, QUORUM);
    const times = ['down-after-milliseconds', downAfterMs, 'failover-timeout', 5 * downAfterMs];
    await client.call('SENTINEL', 'SET', MASTER_NAME, ...times);
  });
}

/** What a sentinel knows of the master. */
async function viewOf(sentinel: RedisServer): Promise<Record<string, string>> {
  const reply = await ask(sentinel.url, (client) => client.call('SENTINEL', 'MASTER', MASTER_NAME));
  if (!Array.isArray(reply)) return reply as Record<string, string>; // RESP3 has maps
  const pairs: [string, string][] = [];
  for (let index = 0; index + 1 < reply.length; index += 2) {
    pairs.push([String(reply[index]), String(reply[index + 1])]);
  }
  return Object.fromEntries(pairs);
}
