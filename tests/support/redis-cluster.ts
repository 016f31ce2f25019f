// A real Redis Cluster of three masters, with a replica each where a test kills one.
import { poll as pollFor } from './poll.ts';
import { ask } from './redis-admin.ts';
import { redisHost } from './redis-host.ts';
import type { RedisServer } from './redis-host.ts';

const MASTERS = 3;
const SLOTS = 16_384;
/** After which a silent master is replaced. */
const NODE_TIMEOUT_MS = 2_000;

/** Servers that start together on a busy machine take their time. */
const poll = (what: string, isTrue: () => Promise<boolean>) => pollFor(what, isTrue, 60_000);

export interface TestCluster extends AsyncDisposable {
  /** As REDIS_URL. */
  readonly url: string;
  readonly masters: readonly RedisServer[];
  readonly replicas: readonly RedisServer[];
  slotOf(key: string): Promise<number>;
  /** The server that answers for a slot now. */
  ownerOf(slot: number): Promise<RedisServer>;
  /** Begins to move a slot: its keys go over, the slot itself does not. Whoever asks for a key is answered ASK. */
  beginMove(slot: number, target: RedisServer): Promise<void>;
  /** Moves a slot with its keys. Whoever asks the former master is answered MOVED. */
  move(slot: number, target: RedisServer): Promise<void>;
}

export interface ClusterChoices {
  readonly replicas?: boolean;
  /** Ports under which the masters tell clients to reach them, in place of their own. */
  readonly announcedPorts?: (ports: readonly number[]) => Promise<readonly number[]>;
}

/** Starts a Cluster and waits until each of its servers knows all of it. */
export async function startCluster({
  replicas = false,
  announcedPorts,
}: ClusterChoices = {}): Promise<TestCluster> {
  const host = await redisHost(replicas ? 2 * MASTERS : MASTERS);
  const announced = (await announcedPorts?.(host.ports)) ?? host.ports;
  const servers = host.ports.map((port, index) =>
    host.server(index, { args: clusterArgs(port, announced[index] ?? port) }),
  );
  const cluster = new FormedCluster(servers, announced, async () => host[Symbol.asyncDispose]());
  try {
    await Promise.all(servers.map((server) => server.start()));
    await cluster.form();
  } catch (error) {
    await host[Symbol.asyncDispose]();
    throw error;
  }
  return cluster;
}

function clusterArgs(port: number, announcedPort: number): string[] {
  const settings = {
    'cluster-enabled': 'yes',
    'cluster-config-file': `cluster-${port}.conf`,
    'cluster-node-timeout': NODE_TIMEOUT_MS,
    'cluster-replica-validity-factor': 0,
    'cluster-announce-ip': '127.0.0.1',
    'cluster-announce-port': announcedPort,
    'cluster-announce-bus-port': port + 10_000,
    'repl-diskless-sync-delay': 0,
  };
  return Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]);
}

class FormedCluster implements TestCluster {
  readonly url: string;
  readonly masters: readonly RedisServer[];
  readonly replicas: readonly RedisServer[];
  readonly #announced: readonly number[];
  readonly #dispose: () => Promise<void>;

  constructor(servers: readonly RedisServer[], announced: readonly number[], dispose: () => Promise<void>) {
    this.masters = servers.slice(0, MASTERS);
    this.replicas = servers.slice(MASTERS);
    this.url = announced
      .slice(0, MASTERS)
      .map((port) => `redis://127.0.0.1:${port}`)
      .join(',');
    this.#announced = announced;
    this.#dispose = dispose;
  }

  async form(): Promise<void> {
    const all = [...this.masters, ...this.replicas];
    await Promise.all(this.masters.map((master, index) => giveSlots(master, index)));
    await Promise.all(all.slice(1).map((server) => meet(server, all[0]!.port)));
    await poll('all servers of the Cluster have met', () => everyone(all, (info) => knows(info, all.length)));
    await Promise.all(this.replicas.map((replica, index) => follow(replica, this.masters[index]!)));
    await poll('the Cluster is up', () => everyone(all, (info) => info.includes('cluster_state:ok')));
    await poll('every replica is in step', async () => {
      const reports = await Promise.all(
        this.replicas.map(({ url }) => ask(url, (client) => client.info('replication'))),
      );
      return reports.every((report) => report.includes('master_link_status:up'));
    });
  }

  slotOf(key: string): Promise<number> {
    return ask(this.masters[0]!.url, (client) => client.cluster('KEYSLOT', key));
  }

  async ownerOf(slot: number): Promise<RedisServer> {
    const all = [...this.masters, ...this.replicas];
    for (const server of all) {
      const ranges = await ask(server.url, (client) => client.cluster('SLOTS')).catch(() => []);
      for (const [first, last, master] of ranges) {
        // Each range names its master first, as [host, port, ...].
        const port = Number((master as unknown as readonly unknown[])[1]);
        if (first <= slot && slot <= last) return all[this.#announced.indexOf(port)]!;
      }
    }
    throw new Error(`nobody answers for slot ${slot}`);
  }

  async beginMove(slot: number, target: RedisServer): Promise<void> {
    const owner = await this.ownerOf(slot);
    const [ownId, targetId] = await Promise.all([idOf(owner), idOf(target)]);
    await ask(target.url, (client) => client.cluster('SETSLOT', slot, 'IMPORTING', ownId));
    await ask(owner.url, async (client) => {
      await client.cluster('SETSLOT', slot, 'MIGRATING', targetId);
      const keys = await client.cluster('GETKEYSINSLOT', slot, 1000);
      for (const key of keys) await client.call('MIGRATE', '127.0.0.1', target.port, key, 0, 5000);
    });
  }

  async move(slot: number, target: RedisServer): Promise<void> {
    const owner = await this.ownerOf(slot);
    await this.beginMove(slot, target);
    const targetId = await idOf(target);
    // The new owner first, so that the slot is never without one.
    for (const { url } of [target, owner]) {
      await ask(url, (client) => client.cluster('SETSLOT', slot, 'NODE', targetId));
    }
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#dispose();
  }
}

async function giveSlots(master: RedisServer, index: number): Promise<void> {
  const bound = (share: number) => Math.floor((share * SLOTS) / MASTERS);
  await ask(master.url, async (client) => {
    await client.cluster('ADDSLOTSRANGE', bound(index), bound(index + 1) - 1);
    // Alike epochs would have to be told apart by an election each.
    await client.cluster('SET-CONFIG-EPOCH', index + 1);
  });
}

async function meet(server: RedisServer, port: number): Promise<void> {
  await ask(server.url, (client) => client.call('CLUSTER', 'MEET', '127.0.0.1', port, port + 10_000));
}

async function follow(replica: RedisServer, master: RedisServer): Promise<void> {
  const id = await idOf(master);
  await ask(replica.url, (client) => client.cluster('REPLICATE', id));
}

function idOf(server: RedisServer): Promise<string> {
  return ask(server.url, (client) => client.cluster('MYID'));
}

async function everyone(servers: readonly RedisServer[], is: (info: string) => boolean): Promise<boolean> {
  const reports = await Promise.all(servers.map(({ url }) => ask(url, (client) => client.cluster('INFO'))));
  return reports.every(is);
}

function knows(info: string, count: number): boolean {
  return info.includes(`cluster_known_nodes:${count}\r`);
}
