import { Redis } from 'ioredis';
import { describe, expect, inject, it } from 'vitest';
import { startReadyNode } from '../support/node-fixture.ts';
import { poll } from '../support/poll.ts';
import { has } from '../support/requirements.ts';
import { tcpProxy } from '../support/tcp-proxy.ts';
import { TestClient, freshRoom } from '../support/test-client.ts';

describe.skipIf(!has.redis)('news that do not reach a node', () => {
  it('are found by a sweep, though nothing else happens in the room', async () => {
    const url = inject('redisUrl') ?? expect.fail('no Redis was started');
    const prefix = `test-${crypto.randomUUID()}:`;
    const env = { NODE_LEASE_MS: '1000' };
    await using n1 = await startReadyNode({ env, redis: { url, prefix } });
    const room = freshRoom();
    await using ann = await TestClient.join(n1, room);
    // Somebody comes and goes by the store alone, and nobody is told: as if each PUBLISH had been lost.
    await using silent = await startReadyNode({ env, redis: { url, prefix } });
    const { membership } = silent.store;
    await membership.join(
      room,
      { id: 'guest', node: silent.id, name: 'Guest', term: 1, tokenHash: 'x' },
      6,
      60_000,
    );
    expect(await ann.next('otherjoin')).toEqual({
      type: 'otherjoin',
      room,
      id: 'guest',
      name: 'Guest',
      seq: 2,
    });
    await membership.leave(room, 'guest', 'left');
    expect(await ann.next('bye')).toEqual({ type: 'bye', room, id: 'guest', reason: 'left', seq: 3 });
  });

  it('owe a resync where a peer came and went unseen', async () => {
    const url = inject('redisUrl') ?? expect.fail('no Redis was started');
    const redis = { url, prefix: `test-${crypto.randomUUID()}:` };
    await using n1 = await startReadyNode({ env: { NODE_LEASE_MS: '1000' }, redis });
    const room = freshRoom();
    await using ann = await TestClient.join(n1, room);
    const { membership } = n1.store;
    await Promise.all([
      membership.join(room, { id: 'guest', node: 'x', term: 1, tokenHash: 'x' }, 6, 60_000),
      membership.leave(room, 'guest', 'left'),
    ]);
    expect(await ann.next('resync')).toEqual({ type: 'resync', room, peers: [], seq: 3 });
  });

  it('do not keep a node that was given up from being missed when it dies later', async () => {
    const url = inject('redisUrl') ?? expect.fail('no Redis was started');
    const redis = { url, prefix: `test-${crypto.randomUUID()}:` };
    await using n1 = await startReadyNode({ env: { NODE_LEASE_MS: '1000' }, redis });
    const room = freshRoom();
    await using ann = await TestClient.join(n1, room);
    const { registry } = n1.store;
    expect(await registry.roomsOf(n1.id)).toEqual([room]);
    await registry.forget(n1.id); // as a reaper does that could not reach it
    await poll('its rooms are noted again', async () => (await registry.roomsOf(n1.id)).includes(room));
    expect(await ann.settle()).toEqual([]);
  });

  it('are made up for, with the messages of that time, when the node hears again', async () => {
    const url = new URL(inject('redisUrl') ?? expect.fail('no Redis was started'));
    const prefix = `test-${crypto.randomUUID()}:`;
    await using proxy = await tcpProxy(url.hostname, Number(url.port));
    await proxy.up();
    await using n1 = await startReadyNode({ redis: { url: url.href, prefix } });
    await using n2 = await startReadyNode({ redis: { url: proxy.instead(url), prefix } });
    const room = freshRoom();
    await using ann = await TestClient.join(n1, room);
    await using bob = await TestClient.join(n2, room);
    await ann.next('otherjoin');
    await proxy.down();
    await using admin = new AdminClient(inject('redisAdminUrl') ?? expect.fail('no Redis was started'));
    await poll('nobody listens for n2', async () => (await admin.listeners(`${prefix}node:${n2.id}`)) === 0);
    await using eve = await TestClient.join(n1, room);
    for (const data of [1, 2]) ann.send({ type: 'message', room, to: bob.joined.id, data });
    await ann.settle();
    await proxy.up();
    expect(await bob.next('otherjoin')).toMatchObject({ id: eve.joined.id, seq: 3 });
    for (const data of [1, 2]) expect((await bob.next('message')).data).toBe(data);
  });
});

class AdminClient implements AsyncDisposable {
  readonly #client: Redis;

  constructor(url: string) {
    this.#client = new Redis(url);
  }

  async listeners(channel: string): Promise<number> {
    const reply = await this.#client.pubsub('NUMSUB', channel);
    return Number(reply[1]);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#client.quit();
  }
}
