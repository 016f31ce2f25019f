import { describe, expect, it } from 'vitest';
import { startEmbedded } from '../support/embedded-process.ts';
import type { RunningNode } from '../support/node-fixture.ts';
import { startReadyNode } from '../support/node-fixture.ts';
import { poll } from '../support/poll.ts';
import { redisHost } from '../support/redis-host.ts';
import type { RedisServer } from '../support/redis-host.ts';
import { has } from '../support/requirements.ts';
import { TestClient, freshRoom } from '../support/test-client.ts';

const ENV = { NODE_LEASE_MS: '1000', RESUME_WINDOW_MS: '1500' };

function start(server: RedisServer): Promise<RunningNode> {
  return startReadyNode({ env: ENV, redis: { url: server.url, prefix: 'test:' } });
}

async function restart(server: RedisServer, ...nodes: RunningNode[]): Promise<void> {
  await server.kill();
  await poll('all nodes noticed', () => nodes.every((node) => node.store.notReady() !== undefined));
  await server.start();
  await poll('all nodes are ready', () => nodes.every((node) => node.store.notReady() === undefined));
}

async function resume(
  node: RunningNode,
  room: string,
  joined: { id: string; token: string },
): Promise<TestClient> {
  const client = await TestClient.connect(node, { room });
  client.send({ type: 'resume', room, id: joined.id, token: joined.token });
  return client;
}

async function membersAre(
  node: RunningNode,
  room: string,
  ...peers: { joined: { id: string } }[]
): Promise<void> {
  const wanted = peers.map(({ joined }) => joined.id).toSorted();
  await poll('the store has the members', async () => {
    const { members } = await node.store.membership.snapshot(room);
    return JSON.stringify(members.map(({ id }) => id).toSorted()) === JSON.stringify(wanted);
  });
}

/** Two windows and leases pass, as somebody else's end shows. */
async function longEnough(node: RunningNode): Promise<void> {
  for (const _ of ['first', 'second']) {
    const room = freshRoom();
    await using watcher = await TestClient.join(node, room);
    const passing = await TestClient.join(node, room);
    await passing.cut();
    await watcher.next('bye');
  }
}

describe.skipIf(!has.redis)('a Redis that comes back empty', () => {
  it('is told all again: nobody is closed, nobody is said bye, and all see the same room', async () => {
    await using host = await redisHost(1);
    const server = host.server(0);
    await server.start();
    await using n1 = await start(server);
    await using n2 = await start(server);
    const room = freshRoom();
    await using ann = await TestClient.join(n1, room, 'Ann');
    await using bob = await TestClient.join(n2, room);
    await ann.next('otherjoin');
    await restart(server, n1, n2);
    await membersAre(n1, room, ann, bob);
    expect(await ann.next('resync')).toMatchObject({ peers: [{ id: bob.joined.id }] });
    expect(await bob.next('resync')).toMatchObject({ peers: [{ id: ann.joined.id, name: 'Ann' }] });
    await longEnough(n1);
    await using eve = await TestClient.join(n2, room);
    expect(eve.joined.peers.map(({ id }) => id).toSorted()).toEqual(
      [ann.joined.id, bob.joined.id].toSorted(),
    );
    ann.send({ type: 'message', room, to: bob.joined.id, data: 'across' });
    expect((await bob.next('message')).data).toBe('across');
    const wrong = [...(await ann.settle()), ...(await bob.settle())].filter(({ type }) => type === 'bye');
    expect(wrong).toEqual([]);
  });

  it('keeps the place of a peer that was away, which resumes on another node', async () => {
    await using host = await redisHost(1);
    const server = host.server(0);
    await server.start();
    await using n1 = await start(server);
    await using n2 = await start(server);
    const room = freshRoom();
    await using ann = await TestClient.join(n1, room);
    const bob = await TestClient.join(n2, room);
    await ann.next('otherjoin');
    await server.kill();
    await bob.cut();
    await server.start();
    await poll('both are ready', () => [n1, n2].every((node) => node.store.notReady() === undefined));
    await membersAre(n1, room, ann, bob);
    await using again = await resume(n1, room, bob.joined);
    expect(await again.next('resumed')).toMatchObject({ id: bob.joined.id });
    await longEnough(n1);
    expect((await ann.settle()).filter(({ type }) => type === 'bye')).toEqual([]);
  });

  it('says bye, once, for who was on a node that died with it', async () => {
    await using host = await redisHost(1);
    const server = host.server(0);
    await server.start();
    await using n1 = await start(server);
    const n2 = await startEmbedded({ ...ENV, REDIS_URL: server.url });
    await using n3 = await startEmbedded({ ...ENV, REDIS_URL: server.url });
    const room = freshRoom();
    await poll('they are ready', async () =>
      (await Promise.all([n2, n3].map(({ http }) => fetch(`${http}/readyz`)))).every(({ ok }) => ok),
    );
    await using ann = await TestClient.join(n3, room);
    const bob = await TestClient.join(n2, room);
    await ann.next('otherjoin');
    await n2.stop('SIGKILL');
    await bob.closed;
    await restart(server, n1);
    expect(await ann.next('bye', 20_000)).toMatchObject({ id: bob.joined.id, reason: 'lost' });
    await using eve = await TestClient.join(n3, room);
    expect(eve.joined.peers.map(({ id }) => id)).toEqual([ann.joined.id]);
    expect((await ann.settle()).filter(({ type }) => type === 'bye')).toEqual([]);
  });

  it('is no reason to take anybody for dead: the reaper waits for the others', async () => {
    await using host = await redisHost(1);
    const server = host.server(0);
    await server.start();
    await using n1 = await start(server);
    await using n2 = await start(server);
    const room = freshRoom();
    await using ann = await TestClient.join(n1, room);
    await using bob = await TestClient.join(n2, room);
    await ann.next('otherjoin');
    const lapsed = (node: RunningNode) =>
      node.log.filter((line) => line.includes('its lease is not renewed')).length;
    await server.signal('SIGSTOP');
    await poll('every lease has run out', () => lapsed(n1) > 4 && lapsed(n2) > 4);
    await server.signal('SIGCONT');
    await poll('both are ready', () => [n1, n2].every((node) => node.store.notReady() === undefined));
    await longEnough(n1);
    await membersAre(n1, room, ann, bob);
    const wrong = [...(await ann.settle()), ...(await bob.settle())].filter(({ type }) => type === 'bye');
    expect(wrong).toEqual([]);
  });
});
