// The user that a node is in Redis: may do what it has to, nothing else, and a right that lacks is told by name.
import { readFile } from 'node:fs/promises';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startNode, startReadyNode } from '../support/node-fixture.ts';
import { poll } from '../support/poll.ts';
import { ask } from '../support/redis-admin.ts';
import { redisHost } from '../support/redis-host.ts';
import type { RedisHost, RedisServer } from '../support/redis-host.ts';
import { RIGHTS, limitedUser } from '../support/redis-rights.ts';
import { has } from '../support/requirements.ts';
import { TestClient, freshRoom } from '../support/test-client.ts';

const prefix = 'test-rights:';

describe.skipIf(!has.redisServer)("the nodes' user in Redis", () => {
  let host: RedisHost;
  let server: RedisServer;

  beforeAll(async () => {
    host = await redisHost(1);
    server = host.server(0);
    await server.start();
  });

  afterAll(async () => host?.[Symbol.asyncDispose]());

  it.each([
    ['FLUSHALL'],
    ['FLUSHDB'],
    ['CONFIG', 'GET', '*'],
    ['CONFIG', 'SET', 'dir', '/tmp'],
    ['KEYS', '*'],
    ['SCAN', '0'],
    ['ACL', 'LIST'],
    ['CLIENT', 'LIST'],
    ['CLIENT', 'KILL', 'TYPE', 'normal'],
    ['MONITOR'],
    ['SHUTDOWN'],
    ['SAVE'],
    ['REPLICAOF', 'evil.example', '6379'],
    ['MODULE', 'LIST'],
    ['SCRIPT', 'FLUSH'],
    ['FUNCTION', 'LIST'],
    ['GET', 'parley:anything'],
    ['SET', 'foreign', '1'],
    ['HGETALL', 'foreign'],
    ['DEL', 'foreign'],
    ['PUBLISH', 'foreign', 'x'],
    ['SUBSCRIBE', 'foreign'],
    ['SPUBLISH', 'foreign', 'x'],
    ['EVALSHA', '0'.repeat(40), '1', 'foreign'],
  ])('is answered NOPERM to %s %s', async (name, ...args) => {
    const url = await limitedUser(server.url);
    await expect(ask(url, (client) => client.call(name, ...args))).rejects.toThrow(/^NOPERM/);
  });

  it.each([
    "redis.call('FLUSHALL')",
    "redis.call('SET', 'foreign', '1')",
    "redis.call('PUBLISH', 'foreign', '1')",
  ])('may do no more in a script: %s', async (lua) => {
    const url = await limitedUser(server.url);
    await expect(ask(url, (client) => client.eval(lua, 0))).rejects.toThrow(
      /ACL failure in script|user executing the script can't/,
    );
  });

  it('may do all that a node has to, and is the only one where the default user is off', async () => {
    const url = await limitedUser(server.url);
    await using admin = await anotherAdmin(server.url);
    await admin.client.acl('LOG', 'RESET');
    await ask(server.url, (client) => client.acl('SETUSER', 'default', 'off'));
    try {
      const stranger = new Redis(server.url, { retryStrategy: () => null, lazyConnect: true });
      stranger.on('error', () => {}); // the command tells
      await expect(stranger.connect()).rejects.toThrow(/NOAUTH|Connection is closed/);
      stranger.disconnect();
      await using node = await startReadyNode({ redis: { url, prefix } });
      await using ann = await TestClient.join(node, freshRoom());
      expect(ann.joined.seq).toBe(1);
      expect(JSON.stringify(await admin.client.acl('LOG'))).not.toContain('parley');
    } finally {
      await admin.client.acl('SETUSER', 'default', 'on');
    }
  });

  it.each(['+hget', '+evalsha', '+ping', '+subscribe', '~test*'])(
    'where it lacks %s, the node is not ready, and its log says which setting to look at',
    async (right) => {
      const url = await limitedUser(server.url);
      const rules = right.startsWith('+') ? [`-${right.slice(1)}`] : ['resetkeys', '~parley:*'];
      await ask(server.url, (client) => client.acl('SETUSER', 'parley', ...rules));
      await using node = await startNode({ env: { NODE_LEASE_MS: '1000' }, redis: { url, prefix } });
      await poll('the node knows', () => node.store.notReady()?.includes('REDIS_URL') === true);
      await poll('the log tells', () => node.log.some((line) => line.includes('docs/configuration.md')));
      expect(await (await fetch(`${node.http}/readyz`)).text()).toContain('REDIS_URL');
      expect(node.log.join('\n')).not.toContain(new URL(url).password);
      await ask(server.url, (client) => client.acl('SETUSER', 'parley', right));
      await poll('the node is ready once it has it', () => node.store.notReady() === undefined);
    },
  );

  it('has the rights that docs/configuration.md names for a Redis of your own', async () => {
    const page = await readFile(new URL('../../docs/configuration.md', import.meta.url), 'utf8');
    expect(page).toContain(RIGHTS);
  });
});

/** For a Redis whose default user is about to go. */
async function anotherAdmin(url: string): Promise<{ client: Redis } & AsyncDisposable> {
  await ask(url, (client) => client.acl('SETUSER', 'admin', 'on', '>admin', '~*', '&*', '+@all'));
  const client = new Redis(url.replace('redis://', 'redis://admin:admin@'));
  return { client, [Symbol.asyncDispose]: async () => client.disconnect() };
}
