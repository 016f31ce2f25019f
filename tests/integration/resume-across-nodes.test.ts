import { hashToken } from '@parley/signaling/signaling/identity';
import type { Store } from '@parley/signaling/store';
import { describe, expect, inject, it } from 'vitest';
import { intercept } from '../support/intercept.ts';
import type { NodeOptions, RunningNode } from '../support/node-fixture.ts';
import { startReadyNode } from '../support/node-fixture.ts';
import { poll } from '../support/poll.ts';
import { has } from '../support/requirements.ts';
import { TestClient, freshRoom } from '../support/test-client.ts';

/** Longer than a process may stand still without having to ask what went on meanwhile. */
const STALL_MS = 260;

async function nodes(count: number, env: NodeOptions['env'] = {}): Promise<RunningNode[]> {
  const url = inject('redisUrl') ?? expect.fail('no Redis was started');
  const redis = { url, prefix: `test-${crypto.randomUUID()}:` };
  return Promise.all(Array.from({ length: count }, () => startReadyNode({ env, redis })));
}

async function comeBack(
  node: RunningNode,
  joined: { room: string; id: string; token: string },
): Promise<TestClient> {
  const client = await TestClient.connect(node, { room: joined.room });
  client.send({ type: 'resume', room: joined.room, id: joined.id, token: joined.token });
  return client;
}

describe.skipIf(!has.redis)('a session that comes back on another node', () => {
  it('is found there by everybody, with what was kept for it', async () => {
    const [n1, n2, n3] = await nodes(3);
    if (!n1 || !n2 || !n3) throw new Error('three nodes');
    await using _n1 = n1;
    await using _n2 = n2;
    await using _n3 = n3;
    const room = freshRoom();
    await using ann = await TestClient.join(n1, room);
    const bob = await TestClient.join(n2, room);
    await ann.next('otherjoin');
    await bob.close(3001);
    ann.send({ type: 'message', room, to: bob.joined.id, data: 1 });
    ann.send({ type: 'message', room, data: 2 });
    await ann.settle();
    await using again = await comeBack(n3, bob.joined);
    expect(await again.next('resumed')).toMatchObject({ id: bob.joined.id, node: n3.id, seq: 2 });
    for (const data of [3, 4]) ann.send({ type: 'message', room, to: bob.joined.id, data });
    for (const data of [1, 2, 3, 4]) expect((await again.next('message')).data).toBe(data);
    again.send({ type: 'message', room, to: ann.joined.id, data: 'here' });
    expect(await ann.next('message')).toMatchObject({ from: bob.joined.id, data: 'here' });
    expect(await ann.settle()).toEqual([]);
  });

  it('takes over from its socket on the node before', async () => {
    const [n1, n2] = await nodes(2);
    if (!n1 || !n2) throw new Error('two nodes');
    await using _n1 = n1;
    await using _n2 = n2;
    const room = freshRoom();
    await using ann = await TestClient.join(n1, room);
    const bob = await TestClient.join(n1, room);
    await ann.next('otherjoin');
    await using again = await comeBack(n2, bob.joined);
    await again.next('resumed');
    expect((await bob.closed).code).toBe(4501);
    ann.send({ type: 'message', room, to: bob.joined.id, data: 'there' });
    expect((await again.next('message')).data).toBe('there');
    expect(await ann.settle()).toEqual([]);
  });

  it.each([
    ['', 0],
    [', and all nodes stand still for a moment each time', STALL_MS],
  ])(
    'loses no message and swaps none, however often it moves while it is written to%s',
    async (_how, stallMs) => {
      const [n1, n2, n3] = await nodes(3, { MESSAGE_RATE: '100000', MESSAGE_BURST: '100000' });
      if (!n1 || !n2 || !n3) throw new Error('three nodes');
      await using _n1 = n1;
      await using _n2 = n2;
      await using _n3 = n3;
      const room = freshRoom();
      await using ann = await TestClient.join(n1, room);
      let current: TestClient = await TestClient.join(n2, room);
      await ann.next('otherjoin');
      const received: unknown[] = [];
      let held = JSON.parse(current.frames[0] ?? '') as { room: string; id: string; token: string };
      const { id } = held;
      let sent = 0;
      for (const target of [n3, n2, n1, n3, n2]) {
        const burst = () => {
          for (let count = 0; count < 40; count += 1)
            ann.send({ type: 'message', room, to: id, data: (sent += 1) });
        };
        burst();
        const closed = current.close(3001);
        burst();
        standStill(stallMs);
        await closed;
        received.push(...dataOf(current));
        burst();
        current = await comeBack(target, held);
        burst();
        const { token } = await current.next('resumed');
        held = { room, id, token };
        burst();
      }
      await poll('everything came', () => received.length + dataOf(current).length >= sent);
      received.push(...dataOf(current));
      expect(received).toEqual(Array.from({ length: sent }, (_, index) => index + 1));
      expect((await ann.settle()).filter((message) => message.type !== 'otherjoin')).toEqual([]);
      await current.close();
    },
  );

  it('answers unavailable while the store is away, and the token stays good', async () => {
    const [n1] = await nodes(1);
    if (!n1) throw new Error('one node');
    await using _n1 = n1;
    const bob = await TestClient.join(n1, freshRoom());
    await bob.close(3001);
    await n1.store.close();
    await using again = await comeBack(n1, bob.joined);
    expect(await again.next('error')).toMatchObject({
      code: 'unavailable',
      retryAfterMs: expect.any(Number),
    });
  });

  it('is found out to be nowhere, where the store has it on a node that knows nothing of it', async () => {
    const [n1, n2] = await nodes(2, { RESUME_WINDOW_MS: '1000' });
    if (!n1 || !n2) throw new Error('two nodes');
    await using _n1 = n1;
    await using _n2 = n2;
    const room = freshRoom();
    await using ann = await TestClient.join(n1, room);
    const bob = await TestClient.join(n1, room);
    await ann.next('otherjoin');
    const { id, token } = bob.joined;
    const [tokenHash, newTokenHash] = [hashToken(token), hashToken('nobody has it')];
    await n2.store.membership.attach(room, { id, node: n2.id, term: 1, tokenHash, newTokenHash });
    await bob.cut();
    for (const data of [1, 2, 3]) ann.send({ type: 'message', room, to: id, data });
    expect(await ann.next('bye')).toMatchObject({ id, reason: 'lost' });
    await ann.settle();
  });

  it('is not taken away from there by a request that its client gave up', async () => {
    const url = inject('redisUrl') ?? expect.fail('no Redis was started');
    const redis = { url, prefix: `test-${crypto.randomUUID()}:` };
    const { promise: asked, resolve: wasAsked } = Promise.withResolvers<void>();
    const { promise: mayGoOn, resolve: letGo } = Promise.withResolvers<void>();
    const wrapStore = (store: Store): Store => ({
      ...store,
      registry: intercept(store.registry, 'enter', (enter) => async (node, room) => {
        wasAsked();
        await mayGoOn;
        await enter(node, room);
      }),
    });
    await using n1 = await startReadyNode({ redis });
    await using slow = await startReadyNode({ redis, wrapStore });
    const bob = await TestClient.join(n1, freshRoom());
    await bob.cut();
    const given = await comeBack(slow, bob.joined);
    await asked;
    await given.cut();
    const back = await comeBack(n1, bob.joined);
    const { token } = await back.next('resumed');
    letGo();
    await poll('the request that was given up is over', async () => {
      const metrics = await (await fetch(`${slow.operator}/metrics`)).text();
      return /signaling_errors_total\{code="unavailable"[^}]*\} 1/.test(metrics);
    });
    await back.cut();
    await using again = await comeBack(n1, { ...bob.joined, token });
    await again.next('resumed');
  });
});

function standStill(ms: number): void {
  const until = performance.now() + ms;
  while (performance.now() < until);
}

function dataOf(client: TestClient): unknown[] {
  const messages = client.frames.map((frame) => JSON.parse(frame) as { type: string; data?: unknown });
  return messages.filter(({ type }) => type === 'message').map(({ data }) => data);
}
