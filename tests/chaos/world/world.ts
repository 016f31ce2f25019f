import { setTimeout as delay } from 'node:timers/promises';
import { redisHost } from '../../support/redis-host.ts';
import type { RedisHost, RedisServer } from '../../support/redis-host.ts';
import { checkHistory } from '../checks/check-history.ts';
import type { Verdict } from '../checks/check-history.ts';
import { checkWhole } from '../checks/whole.ts';
import type { Quiet } from '../checks/whole.ts';
import { History } from '../history/history.ts';
import type { Windows } from '../history/story.ts';
import { Client } from './client.ts';
import type { Door } from './client.ts';
import { Nodes } from './nodes.ts';
import { RedisFaults } from './redis-faults.ts';
import { StoreWatch } from './store-watch.ts';

export interface WorldOptions {
  readonly windows: Windows;
  readonly drainMs: number;
  readonly capacity: number;
  readonly nodes: number;
  readonly clients: number;
  readonly rooms: readonly string[];
}

/** What is asked of the world at the end: everything heard and seen, judged. */
export interface Judgement extends Verdict {
  /** What no node may do of itself. */
  readonly faults: readonly string[];
}

/** How long quiet may take beyond what follows from the settings: Redis clients wait up to 2 s before they try again. */
const QUIET_MARGIN_MS = 8_000;
const POLL_MS = 100;

/** Nodes over a Redis of their own, and clients that write down all they see. */
export class World implements AsyncDisposable {
  readonly history = new History();
  #clients: Client[] = [];
  #named = 0;
  readonly nodes: Nodes;
  readonly redis: RedisFaults;
  readonly #options: WorldOptions;
  readonly #host: RedisHost;
  readonly #watch: StoreWatch;
  readonly #tasks = new Set<Promise<unknown>>();
  #lastNumber = 0;
  #lastDoor = 0;
  #over = false;

  private constructor(options: WorldOptions, host: RedisHost, server: RedisServer) {
    this.#options = options;
    this.#host = host;
    this.redis = new RedisFaults(server, this.history);
    this.nodes = new Nodes(this.history, environment(options, server.url));
    this.#watch = new StoreWatch(server.url, options.rooms, this.history);
    for (let count = 0; count < options.clients; count += 1) this.addClient();
  }

  static async create(options: WorldOptions): Promise<World> {
    const host = await redisHost(1);
    const server = host.server(0);
    await server.start();
    const world = new World(options, host, server);
    const started = await Promise.all(Array.from({ length: options.nodes }, () => world.nodes.start()));
    await Promise.all(started.map((node) => world.nodes.ready(node)));
    return world;
  }

  get clients(): readonly Client[] {
    return this.#clients;
  }

  /** Those that are there have no part in what comes; what they saw stays in the history. */
  forgetClients(): void {
    this.#clients = [];
  }

  /** A client more; one that does not return has lost its place whenever its socket ends. */
  addClient(returns = true): Client {
    this.#named += 1;
    const client = new Client(`c${this.#named}`, {
      history: this.history,
      nextNumber: () => (this.#lastNumber += 1),
      pickDoor: () => this.pickDoor(),
      returnsFrom: (node) => returns && !this.#over && (this.nodes.find(node)?.clientsReturn ?? true),
    });
    this.#clients.push(client);
    return client;
  }

  /** Has the store watched for one room more. */
  watchRoom(room: string): void {
    this.#watch.add(room);
  }

  /** Who is where, as the store says right now; undefined while it cannot be reached. */
  members(): Promise<ReadonlyMap<string, readonly string[]> | undefined> {
    return this.#watch.members();
  }

  /** Lets something go on beside all else; what becomes of it is known at the end. */
  meanwhile(task: Promise<unknown>): void {
    this.#tasks.add(task);
    void task.finally(() => this.#tasks.delete(task)).catch(() => {});
  }

  /** A node for whoever has to go somewhere: one after the other. */
  pickDoor(): Door | undefined {
    if (this.#over) return undefined;
    const { running } = this.nodes;
    this.#lastDoor += 1;
    return running[this.#lastDoor % Math.max(1, running.length)] ?? this.nodes.present[0];
  }

  /** Waits until everything that was begun has come to its end. */
  async calm(): Promise<void> {
    while (this.#tasks.size > 0) await Promise.all(this.#tasks);
  }

  /** Waits until everything that was begun has come to its end and all is whole again, or should be; then judges. */
  async quiet(): Promise<Judgement> {
    await this.calm();
    while (this.nodes.running.length < Math.min(2, this.#options.nodes)) await this.nodes.start();
    const { leaseMs, windowMs } = this.#options.windows;
    const deadline = performance.now() + 2 * (leaseMs + windowMs) + QUIET_MARGIN_MS;
    const settled = async () => {
      if (this.clients.some(({ busy }) => busy)) return false;
      const quiet = await this.#look();
      return quiet !== undefined && checkWhole(quiet).length === 0;
    };
    let last: Quiet;
    // Of a moment in which nothing was on its way: clients go on writing.
    let verdict = this.judge();
    // Again where it was whole for a moment only: a node that just thawed may not know yet that it was given up.
    do {
      while (!(await settled()) && performance.now() < deadline) await delay(POLL_MS);
      for (const client of this.clients) client.confirm();
      await delay(POLL_MS);
      const lastCall = performance.now() + 2 * leaseMs + QUIET_MARGIN_MS / 2;
      verdict = this.judge();
      while (verdict.fates.lost > 0 && performance.now() < lastCall) {
        await delay(POLL_MS);
        verdict = this.judge();
      }
      last = (await this.#look()) ?? { at: performance.now(), attached: [], members: new Map() };
    } while (checkWhole(last).length > 0 && performance.now() < deadline);
    const violations = [...verdict.violations, ...checkWhole(last)];
    this.#over = true; // from here on nobody comes back
    await Promise.all(this.nodes.running.map((node) => this.nodes.stop(node)));
    return { ...verdict, violations, faults: this.nodes.faults };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#over = true;
    for (const client of this.clients) client.end('cut');
    await Promise.allSettled(this.#tasks);
    await Promise.all(this.clients.map((client) => client.settled()));
    await this.nodes[Symbol.asyncDispose]();
    await this.#watch[Symbol.asyncDispose]();
    await this.#host[Symbol.asyncDispose]();
  }

  /** Holds all that was seen so far against the promises. */
  judge(): Verdict {
    return checkHistory(this.history.events, this.#options.windows, performance.now());
  }

  async #look(): Promise<Quiet | undefined> {
    const members = await this.#watch.members();
    const attached = this.clients.flatMap(({ standing }) => (standing ? [standing] : []));
    return members && { at: performance.now(), attached, members };
  }
}

function environment({ windows, drainMs, capacity }: WorldOptions, redisUrl: string): Record<string, string> {
  const { leaseMs, windowMs, pingIntervalMs, pingTimeoutMs } = windows;
  return {
    REDIS_URL: redisUrl,
    ROOM_CAPACITY: String(capacity),
    NODE_LEASE_MS: String(leaseMs),
    RESUME_WINDOW_MS: String(windowMs),
    PING_INTERVAL_MS: String(pingIntervalMs),
    PING_TIMEOUT_MS: String(pingTimeoutMs),
    DRAIN_TIMEOUT_MS: String(drainMs),
    MESSAGE_RATE: '100000',
    MESSAGE_BURST: '100000',
    // The line that says where it listens is of this level.
    LOG_LEVEL: 'info',
  };
}
