import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { startNode } from '../support/node-fixture.ts';
import { poll } from '../support/poll.ts';
import { TestClient, freshRoom, upgradeStatus } from '../support/test-client.ts';

describe('the settings of a node', () => {
  it('ROOM_CAPACITY says how many a room holds', async () => {
    await using node = await startNode({ env: { ROOM_CAPACITY: '2' } });
    const room = freshRoom();
    await using ann = await TestClient.join(node, room);
    await using _bob = await TestClient.join(node, room);
    await using eve = await TestClient.connect(node);
    eve.send({ type: 'join', room });
    expect(await eve.next('full')).toEqual({ type: 'full', room, capacity: 2 });
    expect(ann.joined.capacity).toBe(2);
  });

  it('RESUME_WINDOW_MS says how long a dropped connection keeps its place', async () => {
    await using node = await startNode({ env: { RESUME_WINDOW_MS: '50' } });
    const room = freshRoom();
    await using ann = await TestClient.join(node, room);
    const bob = await TestClient.join(node, room);
    await bob.cut();
    expect(await ann.next('bye')).toMatchObject({ id: bob.joined.id, reason: 'lost' });
  });

  it('SEND_BUFFER_BYTES: a reader too slow is sent away, and its neighbours notice nothing', async () => {
    const env = { SEND_BUFFER_BYTES: '65536', MESSAGE_RATE: '100000', MESSAGE_BURST: '100000' };
    await using node = await startNode({ env });
    const room = freshRoom();
    await using ann = await TestClient.join(node, room);
    await using slow = await TestClient.join(node, room);
    await using bob = await TestClient.join(node, room);
    slow.socket.pause();
    const data = 'x'.repeat(50_000);
    await poll('the node gave up on the slow reader', async () => {
      for (let sent = 0; sent < 20; sent += 1) ann.send({ type: 'message', room, to: slow.joined.id, data });
      await ann.settle();
      const metrics = await (await fetch(`${node.operator}/metrics`)).text();
      return metrics.includes('signaling_disconnects_total{code="4001"} 1');
    });
    slow.socket.resume();
    expect((await slow.closed).code).toBe(4001);
    ann.send({ type: 'message', room, to: bob.joined.id, data: 'well' });
    expect((await bob.next('message')).data).toBe('well');
  });

  it('PING_INTERVAL_MS and PING_TIMEOUT_MS: a half-open connection is found', async () => {
    const env = { PING_INTERVAL_MS: '100', PING_TIMEOUT_MS: '150', RESUME_WINDOW_MS: '50' };
    await using node = await startNode({ env });
    const room = freshRoom();
    await using ann = await TestClient.join(node, room);
    const mute = await TestClient.join(node, room);
    await ann.next('otherjoin');
    // Nothing is read any more, so no ping is answered; to the node it looks like a cable pulled out.
    mute.socket.pause();
    expect(await ann.next('bye')).toMatchObject({ id: mute.joined.id, reason: 'lost' });
    mute.socket.resume();
    expect((await mute.closed).code).toBe(4002);
  });

  it('an idle connection that answers its pings lives', async () => {
    await using node = await startNode({ env: { PING_INTERVAL_MS: '100', PING_TIMEOUT_MS: '100' } });
    await using ann = await TestClient.join(node, freshRoom());
    let pings = 0;
    ann.socket.on('ping', () => (pings += 1));
    await poll('five pings came', () => pings >= 5);
    await ann.settle();
  });

  it('MAX_MESSAGE_BYTES: the largest frame', async () => {
    await using node = await startNode({ env: { MAX_MESSAGE_BYTES: '2048' } });
    await using ann = await TestClient.connect(node);
    ann.send({ type: 'ping', ref: 'x', padding: 'x'.repeat(1_900) });
    await ann.next('pong');
    ann.send({ type: 'ping', ref: 'x', padding: 'x'.repeat(2_100) });
    expect((await ann.closed).code).toBe(1009);
  });

  it('ALLOWED_ORIGINS: exactly those, the own host no longer among them', async () => {
    await using node = await startNode({
      env: { ALLOWED_ORIGINS: 'https://call.example, http://localhost:5173' },
    });
    await using ok = await TestClient.connect(node, { origin: 'https://call.example' });
    await ok.settle();
    for (const origin of [node.http, 'https://call.example.evil.example', 'http://call.example']) {
      expect(await upgradeStatus(node, { origin }), origin).toBe(403);
    }
  });

  it('TURN_URLS and TURN_SECRET: each peer gets a credential of its own that coturn can check', async () => {
    const secret = 'a-secret-of-at-least-sixteen';
    const env = {
      TURN_URLS: 'turn:t.example:3478',
      STUN_URLS: 'stun:t.example',
      TURN_SECRET: secret,
      TURN_TTL_MS: '600000',
    };
    await using node = await startNode({ env });
    await using ann = await TestClient.join(node, freshRoom());
    const [stun, turn] = ann.joined.iceServers;
    expect(stun).toEqual({ urls: ['stun:t.example'] });
    const [expiry, peer] = turn?.username?.split(':') ?? [];
    expect(peer).toBe(ann.joined.id);
    expect(Math.abs(Number(expiry) - (Date.now() + 600_000) / 1000)).toBeLessThan(10);
    const expected = createHmac('sha1', secret)
      .update(turn?.username ?? '')
      .digest('base64');
    expect(turn?.credential).toBe(expected);
  });

  it('TRUST_PROXY: X-Forwarded-For counts only when it comes from there', async () => {
    await using trusting = await startNode({ env: { TRUST_PROXY: '127.0.0.1' } });
    await using wary = await startNode();
    const answers = async (http: string) => {
      const statuses: number[] = [];
      for (let sent = 0; sent < 31; sent += 1) {
        const headers = { 'x-forwarded-for': `203.0.113.${sent}` };
        statuses.push((await fetch(`${http}/api/ice-servers`, { headers })).status);
      }
      return statuses;
    };
    expect(await answers(trusting.http)).not.toContain(429);
    expect((await answers(wary.http)).at(-1)).toBe(429);
  });
});
