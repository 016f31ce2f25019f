import { describe, expect, inject, it } from 'vitest';
import type { NodeOptions, RunningNode } from '../support/node-fixture.ts';
import { startReadyNode } from '../support/node-fixture.ts';
import { poll } from '../support/poll.ts';
import { has } from '../support/requirements.ts';
import { TestClient, freshRoom } from '../support/test-client.ts';

async function twoNodes(env: NodeOptions['env'] = {}): Promise<[RunningNode, RunningNode]> {
  const redis = {
    url: inject('redisUrl') ?? expect.fail('no Redis was started'),
    prefix: `test-${crypto.randomUUID()}:`,
  };
  return Promise.all([startReadyNode({ env, redis }), startReadyNode({ env, redis })]);
}

async function metric(node: RunningNode, line: string): Promise<number> {
  const text = await (await fetch(`${node.operator}/metrics`)).text();
  const found = text.split('\n').find((candidate) => candidate.startsWith(`${line} `));
  return Number(found?.split(' ').at(-1));
}

describe.skipIf(!has.redis)('two nodes over one Redis', () => {
  it('let peers of one room meet, talk and part across nodes', async () => {
    const [n1, n2] = await twoNodes();
    await using _n1 = n1;
    await using _n2 = n2;
    const room = freshRoom();
    await using ann = await TestClient.join(n1, room, 'Ann');
    await using bob = await TestClient.join(n2, room);
    expect(ann.joined.node).not.toBe(bob.joined.node);
    expect(bob.joined.peers).toEqual([{ id: ann.joined.id, name: 'Ann' }]);
    expect(await ann.next('otherjoin')).toMatchObject({ id: bob.joined.id, seq: 2 });
    ann.send({ type: 'message', room, to: bob.joined.id, data: { sdp: 'v=0 语' } });
    expect(await bob.next('message')).toEqual({
      type: 'message',
      room,
      from: ann.joined.id,
      data: { sdp: 'v=0 语' },
    });
    bob.send({ type: 'message', room, data: 'to all' });
    expect(await ann.next('message')).toMatchObject({ from: bob.joined.id, data: 'to all' });
    bob.send({ type: 'leave', room });
    expect(await ann.next('bye')).toEqual({ type: 'bye', room, id: bob.joined.id, reason: 'left', seq: 3 });
  });

  it('send nothing through Redis that is for a peer of the same node', async () => {
    const [n1, n2] = await twoNodes();
    await using _n1 = n1;
    await using _n2 = n2;
    const room = freshRoom();
    await using ann = await TestClient.join(n1, room);
    await using bob = await TestClient.join(n1, room);
    await using eve = await TestClient.join(n2, room);
    await ann.next('otherjoin');
    ann.send({ type: 'message', room, to: bob.joined.id, data: 1 });
    await bob.next('message');
    expect(await metric(n1, 'signaling_messages_forwarded_total{scope="local"}')).toBe(1);
    expect(await metric(n1, 'signaling_messages_forwarded_total{scope="remote"}')).toBe(0);
    ann.send({ type: 'message', room, to: eve.joined.id, data: 1 });
    await eve.next('message');
    expect(await metric(n1, 'signaling_messages_forwarded_total{scope="remote"}')).toBe(1);
    await poll(
      'the relay was timed',
      async () => (await metric(n1, 'signaling_relay_delivery_duration_seconds_count')) > 0,
    );
  });

  it('keep the order from one peer to another across nodes', async () => {
    const [n1, n2] = await twoNodes();
    await using _n1 = n1;
    await using _n2 = n2;
    const room = freshRoom();
    await using ann = await TestClient.join(n1, room);
    await using bob = await TestClient.join(n2, room);
    await ann.next('otherjoin');
    const sent = Array.from({ length: 150 }, (_, index) => index);
    for (const data of sent) ann.send({ type: 'message', room, to: bob.joined.id, data });
    const received: unknown[] = [];
    for (const _ of sent) received.push((await bob.next('message')).data);
    expect(received).toEqual(sent);
  });

  it('share one capacity', async () => {
    const [n1, n2] = await twoNodes({ ROOM_CAPACITY: '2' });
    await using _n1 = n1;
    await using _n2 = n2;
    const room = freshRoom();
    const clients = await Promise.all(
      Array.from({ length: 12 }, (_, index) => TestClient.connect(index % 2 === 0 ? n1 : n2)),
    );
    for (const client of clients) client.send({ type: 'join', room });
    const outcomes = await Promise.all(clients.map((client) => client.nextOf(['joined', 'full'])));
    expect(outcomes.filter((outcome) => outcome.type === 'joined')).toHaveLength(2);
    await Promise.all(clients.map((client) => client.close()));
  });

  it('tell everybody of every change once and in order, while many come and go at once', async () => {
    const [n1, n2] = await twoNodes({ ROOM_CAPACITY: '50' });
    await using _n1 = n1;
    await using _n2 = n2;
    const room = freshRoom();
    await using watcher = await TestClient.join(n1, room);
    const guests = await Promise.all(
      Array.from({ length: 16 }, (_, index) => TestClient.join(index % 2 === 0 ? n2 : n1, room)),
    );
    await Promise.all(guests.map((guest) => guest.close()));
    const seqs: number[] = [];
    const came = new Set<string>();
    const went = new Set<string>();
    while (went.size < guests.length) {
      const change = await watcher.nextOf(['otherjoin', 'bye']);
      seqs.push(change.seq);
      (change.type === 'bye' ? went : came).add(change.id);
    }
    expect(seqs).toEqual(Array.from({ length: 32 }, (_, index) => index + 2));
    expect(came).toEqual(went);
    expect(new Set(guests.map((guest) => guest.joined.id))).toEqual(went);
  });

  it('say bye for the peers of a node that stopped, once their window is over, and free their places', async () => {
    const [n1, n2] = await twoNodes({ ROOM_CAPACITY: '2', RESUME_WINDOW_MS: '300', NODE_LEASE_MS: '1000' });
    await using _n1 = n1;
    await using _n2 = n2;
    const room = freshRoom();
    await using ann = await TestClient.join(n1, room);
    const bob = await TestClient.join(n2, room);
    await ann.next('otherjoin');
    await n2.close();
    expect((await bob.closed).code).toBe(1012);
    expect(await ann.next('bye')).toMatchObject({ id: bob.joined.id, reason: 'lost' });
    await using again = await TestClient.join(n1, room);
    expect(again.joined.peers).toEqual([{ id: ann.joined.id }]);
  });

  it('keep messages for the peers of a node that does not hear, and tell the sender when no more can be kept', async () => {
    const [n1, n2] = await twoNodes({ MESSAGE_RATE: '100000', MESSAGE_BURST: '100000' });
    await using _n1 = n1;
    await using _n2 = n2;
    const room = freshRoom();
    await using ann = await TestClient.join(n1, room);
    await using bob = await TestClient.join(n2, room);
    await ann.next('otherjoin');
    // The node goes deaf without a word, as a killed one does: its store is closed under it.
    await n2.store.close();
    for (let sent = 0; sent < 257; sent += 1) {
      ann.send({ type: 'message', room, to: bob.joined.id, data: sent, ref: String(sent) });
    }
    const expected = { code: 'undeliverable', room, to: bob.joined.id, ref: '256' };
    expect(await ann.next('error')).toMatchObject(expected);
    await using again = await TestClient.connect(n1);
    again.send({ type: 'resume', room, id: bob.joined.id, token: bob.joined.token });
    await again.next('resumed');
    for (let sent = 0; sent < 256; sent += 1) expect((await again.next('message')).data).toBe(sent);
  });
});
