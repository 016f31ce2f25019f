import { describe, expect, inject, it } from 'vitest';
import type { NodeOptions } from '../support/node-fixture.ts';
import { startNode } from '../support/node-fixture.ts';
import { poll } from '../support/poll.ts';
import { has } from '../support/requirements.ts';
import { tcpProxy } from '../support/tcp-proxy.ts';
import { TestClient, freshRoom } from '../support/test-client.ts';

async function nodeBehindProxy(env: NodeOptions['env'] = {}) {
  const url = new URL(inject('redisUrl') ?? expect.fail('no Redis was started'));
  const proxy = await tcpProxy(url.hostname, Number(url.port));
  const redis = { url: proxy.instead(url), prefix: `test-${crypto.randomUUID()}:` };
  return { proxy, node: await startNode({ env, redis }) };
}

describe.skipIf(!has.redis)('a node whose Redis is away', () => {
  it('starts, is alive but not ready, says why, and is ready once Redis is there', async () => {
    const { proxy, node } = await nodeBehindProxy();
    await using _proxy = proxy;
    await using _node = node;
    expect((await fetch(`${node.http}/healthz`)).status).toBe(200);
    const answer = await fetch(`${node.http}/readyz`);
    expect(answer.status).toBe(503);
    expect(await answer.json()).toMatchObject({ reason: expect.stringContaining('REDIS_URL') });
    await poll('the log tells', () => node.log.some((line) => line.includes('redis cannot be reached')));

    await proxy.up();
    await poll('the node is ready', async () => (await fetch(`${node.http}/readyz`)).status === 200);
    await using ann = await TestClient.join(node, freshRoom());
    expect(ann.joined.seq).toBe(1);
  });

  it('answers a join with unavailable and when to try again', async () => {
    const { proxy, node } = await nodeBehindProxy();
    await using _proxy = proxy;
    await using _node = node;
    await using client = await TestClient.connect(node);
    client.send({ type: 'join', room: 'r', ref: 'j' });
    expect(await client.next('error')).toMatchObject({
      code: 'unavailable',
      ref: 'j',
      retryAfterMs: expect.any(Number),
    });
    client.send({ type: 'ping' });
    await client.next('pong');
  });

  it('throws nobody out, goes on between peers of its own, and tells of who left meanwhile', async () => {
    const { proxy, node } = await nodeBehindProxy();
    await using _proxy = proxy;
    await using _node = node;
    await proxy.up();
    await poll('the node is ready', () => node.store.notReady() === undefined);
    const room = freshRoom();
    await using ann = await TestClient.join(node, room);
    await using bob = await TestClient.join(node, room);
    await using eve = await TestClient.join(node, room);
    await proxy.down();
    await poll('the node noticed', async () => (await fetch(`${node.http}/readyz`)).status === 503);
    ann.send({ type: 'message', room, to: bob.joined.id, data: 'still here' });
    expect((await bob.next('message')).data).toBe('still here');
    eve.send({ type: 'leave', room });
    await eve.next('leaved');
    await proxy.up();
    expect(await ann.next('bye')).toMatchObject({ id: eve.joined.id, reason: 'left' });
    expect(await bob.next('bye')).toMatchObject({ id: eve.joined.id, reason: 'left' });
  });
});
