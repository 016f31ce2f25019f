import { createLog } from '@parley/signaling/log';
import { openRedis } from '@parley/signaling/redis/redis-clients';
import type { RedisClients } from '@parley/signaling/redis/redis-clients';
import { describe, expect, it } from 'vitest';
import { poll } from '../support/poll.ts';
import { ask } from '../support/redis-admin.ts';
import { startCluster } from '../support/redis-cluster.ts';
import { redisHost } from '../support/redis-host.ts';
import { startSentinel } from '../support/redis-sentinel.ts';
import { has } from '../support/requirements.ts';
import { tcpProxy } from '../support/tcp-proxy.ts';
import type { TcpProxy } from '../support/tcp-proxy.ts';

const COUNTER = 'counter';
const COUNT = "return redis.call('INCR', KEYS[1])";

async function open(url: string): Promise<RedisClients & AsyncDisposable> {
  const clients = openRedis(url, 'n1', createLog('silent', 'n1'));
  await poll('Redis is reached', () => clients.ready);
  return Object.assign(clients, { [Symbol.asyncDispose]: () => clients.close() });
}

// Defined as the scripts of a node are, so that it is sent and repeated as they would be.
function count({ commands }: RedisClients): Promise<unknown> {
  commands.defineCommand('count', { lua: COUNT, numberOfKeys: 1 });
  return (Reflect.get(commands, 'count') as (key: string) => Promise<unknown>).call(commands, COUNTER);
}

/** Lets a script run whose reply is swallowed, cuts the connections and mends them. Gives what its caller was told. */
async function loseReply(clients: RedisClients, proxies: readonly TcpProxy[], server: string) {
  for (const proxy of proxies) proxy.mute();
  const answer = outcomeOf(count(clients));
  await poll('the script ran', async () => (await countAt(server)) !== null);
  for (const proxy of proxies) await proxy.down();
  await poll('the cut is noticed', () => !clients.ready);
  for (const proxy of proxies) await proxy.up();
  await poll('Redis is reached again', () => clients.ready);
  return answer;
}

function outcomeOf(answer: Promise<unknown>): Promise<'answered' | 'refused'> {
  return answer.then(
    () => 'answered',
    () => 'refused',
  );
}

function countAt(server: string): Promise<string | null> {
  return ask(server, (client) => client.get(COUNTER));
}

describe.skipIf(!has.redisServer)('a script whose reply is lost', () => {
  it('ran once on a server', async () => {
    await using host = await redisHost(1);
    const server = host.server(0);
    await server.start();
    await using proxy = await tcpProxy('127.0.0.1', server.port);
    await proxy.up();
    await using clients = await open(`redis://127.0.0.1:${proxy.port}`);
    const outcome = await loseReply(clients, [proxy], server.url);
    // What would be sent again goes before anything new.
    expect(await clients.commands.get(COUNTER)).toBe('1');
    expect(outcome).toBe('refused');
  });

  it('ran once in a Cluster', async () => {
    const proxies: TcpProxy[] = [];
    await using cluster = await startCluster({
      announcedPorts: async (ports) => {
        for (const port of ports) proxies.push(await tcpProxy('127.0.0.1', port));
        return proxies.map(({ port }) => port);
      },
    });
    for (const proxy of proxies) await proxy.up();
    const owner = await cluster.ownerOf(await cluster.slotOf(COUNTER));
    {
      await using clients = await open(cluster.url);
      const outcome = await loseReply(clients, proxies, owner.url);
      expect(await clients.commands.get(COUNTER)).toBe('1');
      expect(outcome).toBe('refused');
    }
    await Promise.all(proxies.map((proxy) => proxy.down()));
  });

  it('ran once behind Sentinel, where the master froze before it answered', async () => {
    await using redis = await startSentinel({ downAfterMs: 60_000 });
    await using clients = await open(redis.url);
    await redis.master.signal('SIGSTOP');
    // Not events.once: the error that goes before it would reject that.
    const cut = new Promise<void>((resolve) => void clients.commands.once('close', resolve));
    const outcome = outcomeOf(count(clients));
    await cut;
    await redis.master.signal('SIGCONT');
    await poll('Redis is reached again', () => clients.ready);
    await poll('the script ran', async () => (await countAt(redis.master.url)) !== null);
    expect(await clients.commands.get(COUNTER)).toBe('1');
    expect(await outcome).toBe('refused');
  });
});
