import type { ClusterOptions, RedisOptions } from 'ioredis';
import type { Login, RedisAddress } from './redis-address.ts';

/** How long a command may take before its caller is told that the store is away. */
const COMMAND_TIMEOUT_MS = 2_000;
/** A connection that owes an answer and is silent for so long is cut: its other end is frozen, or gone unnoticed. */
const SILENCE_MS = 5_000;
const RETRY_CEILING_MS = 2_000;

/** How long to wait before an attempt. Full jitter, so that nodes do not all come back in the same moment. */
export function retryDelayMs(attempt: number): number {
  return Math.random() * Math.min(RETRY_CEILING_MS, 50 * 2 ** Math.min(attempt, 10)) + 10;
}

// A command is refused at once where there is no connection, and one whose reply was lost is never sent again: it may
// have been done.
const once: RedisOptions = {
  enableOfflineQueue: false,
  autoResendUnfulfilledCommands: false,
  maxRetriesPerRequest: 0,
  commandTimeout: COMMAND_TIMEOUT_MS,
  socketTimeout: SILENCE_MS,
  connectTimeout: 5_000,
  // One right less that the user of REDIS_URL needs, and one that Redis 7.0 does not know.
  disableClientInfo: true,
  // A master that became a replica refuses what writes: the new master is to be found.
  reconnectOnError: (error) => error.message.startsWith('READONLY'),
};

/** For one connection, to a server or to the master that Sentinel names. It comes back by itself. */
export function connectionOptions(
  address: Exclude<RedisAddress, { kind: 'cluster' }>,
  connectionName: string,
): RedisOptions {
  const shared = {
    ...once,
    ...loginOptions(address.login),
    connectionName,
    db: address.db,
    retryStrategy: retryDelayMs,
  };
  if (address.kind === 'server') return { ...shared, ...address.server, ...tlsOptions(address.tls) };
  const { username, password } = address.sentinelLogin;
  return {
    ...shared,
    sentinels: address.sentinels.map((sentinel) => ({ ...sentinel })),
    name: address.master,
    ...(username === undefined ? {} : { sentinelUsername: username }),
    ...(password === undefined ? {} : { sentinelPassword: password }),
    sentinelCommandTimeout: COMMAND_TIMEOUT_MS,
    sentinelRetryStrategy: retryDelayMs,
  };
}

type ClusterAddress = Extract<RedisAddress, { kind: 'cluster' }>;

/** For the connections to a Cluster's masters, one each. */
export function clusterOptions(address: ClusterAddress, connectionName: string): ClusterOptions {
  return {
    enableOfflineQueue: false,
    clusterRetryStrategy: retryDelayMs,
    // By default ioredis sends again what was under way when a connection closed. MOVED and ASK are followed still:
    // who answers so has done nothing.
    retryDelayOnFailover: 0,
    retryDelayOnClusterDown: 0,
    // A certificate names hosts, so that their names must not be made addresses.
    ...(address.tls ? { dnsLookup: (host, found) => found(null, host) } : {}),
    redisOptions: memberOptions(address, connectionName),
  };
}

/** For one connection to one server of a Cluster. */
export function memberOptions(address: ClusterAddress, connectionName: string): RedisOptions {
  return { ...once, ...loginOptions(address.login), ...tlsOptions(address.tls), connectionName };
}

function loginOptions({ username, password }: Login): RedisOptions {
  return {
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
  };
}

function tlsOptions(tls: boolean): RedisOptions {
  return tls ? { tls: {} } : {};
}
