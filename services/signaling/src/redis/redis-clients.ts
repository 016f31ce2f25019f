import { Cluster, Redis } from 'ioredis';
import type { Logger } from 'pino';
import { askMasters, connected } from './cluster-masters.ts';
import { Outage } from './outage.ts';
import { Pulse } from './pulse.ts';
import { parseRedisUrl } from './redis-address.ts';
import type { RedisAddress } from './redis-address.ts';
import { clusterOptions, connectionOptions, memberOptions } from './redis-options.ts';
import { Subscription } from './subscription.ts';
import type { ListenHandlers, Tuning } from './subscription.ts';
import { plainTuning, shardTuning } from './tuning.ts';

/** What a node needs of Redis, whether that is one server, a Cluster, or behind Sentinel. */
export interface RedisClients {
  /** Commands and scripts. */
  readonly commands: Redis | Cluster;
  /** Commands can be sent now, and Redis answered lately. */
  readonly ready: boolean;
  /** PUBLISH, or SPUBLISH in a Cluster. Gives how many heard. Rejects where it could not be asked. */
  publish(channel: string, payload: Buffer): Promise<number>;
  /** Calls back each time a connection for commands is lost: its server may come back without its memory. */
  onInterrupted(listener: () => void): void;
  /** Listens on one channel until all is closed, also over lost connections, moved slots and failovers. */
  listen(channel: string, handlers: ListenHandlers): void;
  close(): Promise<void>;
}

/** What differs between the kinds of Redis. */
interface Topology {
  readonly commands: Redis | Cluster;
  /** The connections are there; whether anybody answers on them the pulse tells. */
  connected(): boolean;
  /** The client's event that tells of a connection that is gone. */
  readonly interruption: string;
  ask(): Promise<unknown>;
  publish(channel: string, payload: Buffer): Promise<number>;
  tuning(channel: string): Tuning;
}

/**
 * Opens the connections of a node. They come up in the background and come back by themselves; until then a command is
 * refused at once, never queued, and one whose reply was lost is never sent again: it may have been done.
 */
export function openRedis(url: string, node: string, log: Logger): RedisClients {
  const address = parseRedisUrl(url);
  const names = { commands: `parley-${node}`, subscriber: `parley-${node}-sub` };
  const topology = address.kind === 'cluster' ? openCluster(address, names) : openServer(address, names);
  const { commands } = topology;
  const outage = new Outage('commands', log);
  const pulse = new Pulse({
    ask: () => topology.ask(),
    answered: () => outage.over(),
    failed: (error) => outage.away(error),
  });
  commands.on('error', (error: Error) => outage.away(error));
  commands.on('ready', () => pulse.beat());
  const subscriptions: Subscription[] = [];
  return {
    commands,
    get ready() {
      return pulse.beating && topology.connected();
    },
    publish: (channel, payload) => topology.publish(channel, payload),
    onInterrupted: (listener) => void commands.on(topology.interruption, listener),
    listen(channel, handlers) {
      const tuning = topology.tuning(channel);
      subscriptions.push(new Subscription(tuning, handlers, new Outage('subscriber', log)));
    },
    async close() {
      pulse.stop();
      for (const subscription of subscriptions) subscription.close();
      commands.disconnect();
    },
  };
}

interface Names {
  readonly commands: string;
  readonly subscriber: string;
}

function openServer(address: Exclude<RedisAddress, { kind: 'cluster' }>, names: Names): Topology {
  const commands = new Redis(connectionOptions(address, names.commands));
  return {
    commands,
    connected: () => commands.status === 'ready',
    interruption: 'close',
    ask: () => commands.ping(),
    publish: (channel, payload) => commands.publish(channel, payload),
    tuning: (channel) => plainTuning(connectionOptions(address, names.subscriber), channel),
  };
}

function openCluster(address: Extract<RedisAddress, { kind: 'cluster' }>, names: Names): Topology {
  const startupNodes = address.servers.map((server) => ({ ...server }));
  const commands = new Cluster(startupNodes, clusterOptions(address, names.commands));
  // The Cluster's own `error` says no more than that all of its servers failed.
  commands.on('node error', (error: Error) => commands.emit('error', error));
  return {
    commands,
    connected: () => connected(commands),
    interruption: '-node',
    ask: () => askMasters(commands),
    publish: async (channel, payload) => Number(await commands.spublish(channel, payload)),
    tuning: (channel) => shardTuning(memberOptions(address, names.subscriber), commands, channel),
  };
}
