import { Redis } from 'ioredis';
import type { RedisOptions } from 'ioredis';
import type { Logger } from 'pino';

/** How long a command may take before its caller is told that the store is away. */
const COMMAND_TIMEOUT_MS = 2_000;
const RETRY_CEILING_MS = 2_000;

export interface RedisClients {
  /** Commands and scripts. */
  readonly commands: Redis;
  /** The node's own channel; a connection that subscribes can do nothing else. */
  readonly subscriber: Redis;
  close(): Promise<void>;
}

/**
 * Opens the two connections of a node. They come up in the background and come back by themselves; until then a
 * command is refused at once, never queued, and one whose reply was lost is never sent again: it may have been done.
 */
export function openRedis(url: string, node: string, log: Logger): RedisClients {
  const commands = new Redis(url, { ...options, connectionName: `parley-${node}` });
  const subscriber = new Redis(url, {
    ...options,
    connectionName: `parley-${node}-sub`,
    autoResubscribe: true,
  });
  watch(commands, 'commands', log);
  watch(subscriber, 'subscriber', log);
  return {
    commands,
    subscriber,
    async close() {
      commands.disconnect();
      subscriber.disconnect();
    },
  };
}

const options: RedisOptions = {
  enableOfflineQueue: false,
  autoResendUnfulfilledCommands: false,
  maxRetriesPerRequest: 0,
  commandTimeout: COMMAND_TIMEOUT_MS,
  connectTimeout: 5_000,
  // Full jitter, so that nodes do not all come back in the same moment.
  retryStrategy: (attempt) =>
    Math.random() * Math.min(RETRY_CEILING_MS, 50 * 2 ** Math.min(attempt, 10)) + 10,
};

// ioredis reports each failed attempt; one line when the connection goes and one when it is back is what helps.
function watch(client: Redis, connection: string, log: Logger): void {
  let away = false;
  client.on('error', (error: NodeJS.ErrnoException) => {
    if (away) return;
    away = true;
    log.warn({ connection, code: error.code, reason: error.message }, 'redis cannot be reached; trying on');
  });
  client.on('ready', () => {
    away = false;
    log.info({ connection }, 'redis connected');
  });
}
