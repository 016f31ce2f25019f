import type { Redis } from 'ioredis';
import * as z from 'zod';
import { claimKey, dueKey, nodeRoomsKey, nodesKey } from '../redis/redis-keys.ts';
import type { Script, ScriptName } from '../redis/redis-scripts.ts';
import type { Due, Registry } from './registry.ts';
import { orUnavailable } from './store-unavailable.ts';

const names = z.array(z.string());

/** Nodes and windows in Redis, by its clock. */
export class RedisRegistry implements Registry {
  readonly #client: Redis;
  readonly #scripts: Readonly<Record<ScriptName, Script>>;
  readonly #prefix: string;

  constructor(client: Redis, scripts: Readonly<Record<ScriptName, Script>>, prefix: string) {
    this.#client = client;
    this.#scripts = scripts;
    this.#prefix = prefix;
  }

  async renew(node: string, leaseMs: number): Promise<boolean> {
    return (
      (await orUnavailable(this.#scripts['renew-1'].run([nodesKey(this.#prefix)], [node, leaseMs]))) === 1
    );
  }

  async forget(node: string): Promise<void> {
    const rooms = orUnavailable(this.#client.del(nodeRoomsKey(this.#prefix, node)));
    const lease = orUnavailable(this.#client.zrem(nodesKey(this.#prefix), node));
    await Promise.all([rooms, lease]);
  }

  async enter(node: string, room: string): Promise<void> {
    await orUnavailable(this.#client.sadd(nodeRoomsKey(this.#prefix, node), room));
  }

  async exit(node: string, room: string): Promise<void> {
    await orUnavailable(this.#client.srem(nodeRoomsKey(this.#prefix, node), room));
  }

  async dead(): Promise<readonly string[]> {
    return names.parse(await orUnavailable(this.#scripts['past-1'].run([nodesKey(this.#prefix)], [100])));
  }

  roomsOf(node: string): Promise<readonly string[]> {
    return orUnavailable(this.#client.smembers(nodeRoomsKey(this.#prefix, node)));
  }

  async claim(node: string, claimMs: number): Promise<boolean> {
    const key = claimKey(this.#prefix, node);
    return (await orUnavailable(this.#client.set(key, '1', 'PX', claimMs, 'NX'))) === 'OK';
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
}
