import type { Cluster, Redis } from 'ioredis';
import * as z from 'zod';
import { claimKey, dueKey, nodeRoomsKey, nodesKey, termsKey } from '../redis/redis-keys.ts';
import type { Script, ScriptName } from '../redis/redis-scripts.ts';
import type { Incarnation } from './membership.ts';
import type { Due, Registry } from './registry.ts';
import { orUnavailable } from './store-unavailable.ts';

/** How many dead nodes are dealt with in one round. */
const DEAD_AT_ONCE = 100;

const names = z.array(z.string());
const renewReply = z.tuple([z.number(), z.number()]);
const deadReply = names.transform((flat) => {
  const dead: Incarnation[] = [];
  for (let index = 0; index + 1 < flat.length; index += 2) {
    dead.push({ node: flat[index] ?? '', term: Number(flat[index + 1]) });
  }
  return dead;
});

/** Nodes and windows in Redis, by its clock. */
export class RedisRegistry implements Registry {
  readonly #client: Redis | Cluster;
  readonly #scripts: Readonly<Record<ScriptName, Script>>;
  readonly #prefix: string;

  constructor(client: Redis | Cluster, scripts: Readonly<Record<ScriptName, Script>>, prefix: string) {
    this.#client = client;
    this.#scripts = scripts;
    this.#prefix = prefix;
  }

  async renew(node: string, leaseMs: number): Promise<{ held: boolean; term: number }> {
    const [held, term] = renewReply.parse(await this.#ask('renew-2', this.#lease(), [node, leaseMs]));
    return { held: held === 1, term };
  }

  async forget(node: string): Promise<void> {
    await this.#ask('bury-3', [...this.#lease(), nodeRoomsKey(this.#prefix, node)], [node, '']);
  }

  async bury({ node, term }: Incarnation): Promise<void> {
    await this.#ask('bury-3', [...this.#lease(), nodeRoomsKey(this.#prefix, node)], [node, term]);
  }

  async enter(node: string, room: string): Promise<void> {
    await orUnavailable(this.#scripts['enter-1'].run([nodeRoomsKey(this.#prefix, node)], [room]));
  }

  async exit(node: string, room: string): Promise<void> {
    await orUnavailable(this.#client.srem(nodeRoomsKey(this.#prefix, node), room));
  }

  async dead(): Promise<readonly Incarnation[]> {
    return deadReply.parse(await this.#ask('dead-2', this.#lease(), [DEAD_AT_ONCE]));
  }

  roomsOf(node: string): Promise<readonly string[]> {
    return orUnavailable(this.#client.smembers(nodeRoomsKey(this.#prefix, node)));
  }

  async claim(node: string, claimMs: number): Promise<boolean> {
    const key = claimKey(this.#prefix, node);
    return (await orUnavailable(this.#scripts['claim-1'].run([key], [claimMs]))) === 1;
  }

  async expect({ room, id }: Due, windowMs: number): Promise<void> {
    await orUnavailable(this.#scripts['expect-1'].run([dueKey(this.#prefix)], [`${room} ${id}`, windowMs]));
  }

  async due(limit: number): Promise<readonly Due[]> {
    const reply = await orUnavailable(this.#scripts['past-1'].run([dueKey(this.#prefix)], [limit]));
    return names.parse(reply).map((member) => {
      const [room = '', id = ''] = member.split(' ');
      return { room, id };
    });
  }

  async settle({ room, id }: Due): Promise<void> {
    await orUnavailable(this.#scripts['settle-1'].run([dueKey(this.#prefix)], [`${room} ${id}`]));
  }

  #lease(): [leases: string, terms: string] {
    return [nodesKey(this.#prefix), termsKey(this.#prefix)];
  }

  #ask(script: ScriptName, keys: readonly string[], args: readonly (string | number)[]): Promise<unknown> {
    return orUnavailable(this.#scripts[script].run(keys, args));
  }
}
