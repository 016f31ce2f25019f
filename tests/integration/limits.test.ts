import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { request } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { SignalingConnection } from '@parley/client/signaling';
import { describe, expect, it } from 'vitest';
import { startNode } from '../support/node-fixture.ts';
import { poll } from '../support/poll.ts';
import { TestClient, freshRoom, upgradeStatus } from '../support/test-client.ts';

async function refusedConnections({ operator }: { operator: string }): Promise<Record<string, number>> {
  const metrics = await (await fetch(`${operator}/metrics`)).text();
  const lines = metrics.matchAll(/^signaling_connections_refused_total\{why="(\w+)"\} (\d+)$/gm);
  return Object.fromEntries([...lines].map(([, why = '', count]) => [why, Number(count)]));
}

/** An upgrade without a key, which no WebSocket comes of. */
async function brokenHandshake({ http }: { http: string }, address: string): Promise<void> {
  const headers = { connection: 'upgrade', upgrade: 'websocket', 'x-forwarded-for': address };
  const attempt = request(`${http}/ws`, { headers }).end();
  const [response] = (await once(attempt, 'response')) as [IncomingMessage];
  expect(response.statusCode).toBe(400);
  response.resume();
  await once(response, 'close');
}

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

  it('without ALLOWED_ORIGINS a page of the same host may connect, over TLS where the proxy was asked by TLS', async () => {
    await using node = await startNode({ env: { TRUST_PROXY: '127.0.0.1' } });
    const { host } = new URL(node.http);
    const status = (scheme: string, proto: string) =>
      upgradeStatus(node, { origin: `${scheme}://${host}`, forwarded: { proto } });
    expect(await status('http', 'http')).toBe(101);
    expect(await status('https', 'https')).toBe(101);
    expect(await status('http', 'https')).toBe(403);
    const told = node.log.filter((line) => line.includes('ALLOWED_ORIGINS'));
    expect(told).toHaveLength(1);
    expect(told[0]).toContain(`http://${host}`);
    expect(await refusedConnections(node)).toEqual({ origin: 1, subprotocol: 0, address: 0, full: 0 });
  });

  it('MAX_CONNECTIONS: one more is told that the node is busy, in words that a page can read', async () => {
    await using node = await startNode({ env: { MAX_CONNECTIONS: '2' } });
    await using _ann = await TestClient.join(node, freshRoom());
    const bob = await TestClient.join(node, freshRoom());
    const late = await TestClient.connect(node);
    expect(await late.next('error')).toMatchObject({ code: 'busy', retryAfterMs: expect.any(Number) });
    expect((await late.closed).code).toBe(1013);
    expect((await refusedConnections(node)).full).toBe(1);
    // The library waits for a place.
    const patient = new SignalingConnection({ url: node.url, reconnectDelay: () => 200 });
    const reasons: unknown[] = [];
    patient.on('state', (state) => {
      if (state.name !== 'joining' || state.because === undefined) return;
      reasons.push(state.because);
      void bob.close();
    });
    expect(await patient.join(freshRoom())).toMatchObject({ type: 'joined' });
    expect(reasons[0]).toMatchObject({ kind: 'refused', code: 'busy' });
    patient.leave();
  });

  it('MAX_ROOMS: a join of one more is answered busy, one of a room that is there is not', async () => {
    await using node = await startNode({ env: { MAX_ROOMS: '2' } });
    const [red, blue] = [freshRoom(), freshRoom()];
    await using ann = await TestClient.join(node, red);
    await using bob = await TestClient.join(node, blue);
    await using cleo = await TestClient.connect(node);
    cleo.send({ type: 'join', room: freshRoom() });
    expect(await cleo.next('error')).toMatchObject({ code: 'busy', retryAfterMs: expect.any(Number) });
    cleo.send({ type: 'join', room: red });
    expect((await cleo.next('joined')).peers).toHaveLength(1);
    bob.send({ type: 'leave', room: blue });
    await bob.next('leaved');
    bob.send({ type: 'join', room: freshRoom() });
    await bob.next('joined');
    await ann.settle();
  });

  it('CONNECTIONS_PER_ADDRESS: others come in while one address has all it may', async () => {
    const env = { TRUST_PROXY: '127.0.0.1', CONNECTIONS_PER_ADDRESS: '2' };
    await using node = await startNode({ env });
    const from = (address: string) => ({ forwarded: { for: address } });
    const [one, two] = await Promise.all([
      TestClient.connect(node, from('2001:db8::1')),
      TestClient.connect(node, from('2001:db8::2')),
    ]);
    expect(await upgradeStatus(node, from('2001:db8::3'))).toBe(429);
    expect(await upgradeStatus(node, from('2001:db8:0:1::3'))).toBe(101);
    // Only the proxy is believed: whoever says more than it gets no other address by it.
    expect(await upgradeStatus(node, from('203.0.113.1, 2001:db8::9'))).toBe(429);
    // An upgrade that comes to nothing takes no place.
    for (let tries = 0; tries < 5; tries += 1) await brokenHandshake(node, '198.51.100.1');
    expect(await upgradeStatus(node, from('198.51.100.1'))).toBe(101);
    await one.cut();
    await poll('its place is free', async () => (await upgradeStatus(node, from('2001:db8::3'))) === 101);
    await two.close();
    expect((await refusedConnections(node)).address).toBeGreaterThanOrEqual(2);
  });

  it('CONNECTS_, JOINS_ and FAILED_JOINS_PER_ADDRESS: so many a minute, and then when to try again', async () => {
    const env = {
      TRUST_PROXY: '127.0.0.1',
      CONNECTS_PER_ADDRESS: '4',
      JOINS_PER_ADDRESS: '2',
      FAILED_JOINS_PER_ADDRESS: '3',
    };
    await using node = await startNode({ env });
    const connect = (address: string) => TestClient.connect(node, { forwarded: { for: address } });
    await using ann = await connect('203.0.113.7');
    for (const room of [freshRoom(), freshRoom()]) {
      ann.send({ type: 'join', room });
      await ann.next('joined');
      ann.send({ type: 'leave', room });
      await ann.next('leaved');
    }
    const room = freshRoom();
    ann.send({ type: 'join', room });
    const refused = await ann.next('error');
    expect(refused).toMatchObject({ code: 'rate_limited', room });
    expect(refused.retryAfterMs).toBeGreaterThan(20_000);
    await using bob = await connect('203.0.113.8');
    bob.send({ type: 'join', room });
    await bob.next('joined');
    // Guesses at a session of somebody else.
    await using eve = await connect('203.0.113.9');
    const codes: string[] = [];
    for (let tries = 0; tries < 5; tries += 1) {
      eve.send({ type: 'resume', room, id: 'x', token: `guess ${tries}` });
      codes.push((await eve.next('error')).code);
    }
    expect(codes).toEqual([
      ...Array.from({ length: 3 }, () => 'session_expired'),
      'rate_limited',
      'rate_limited',
    ]);
    eve.send({ type: 'join', room });
    expect((await eve.next('error')).code).toBe('rate_limited');
    for (let tries = 0; tries < 3; tries += 1) await (await connect('203.0.113.9')).close();
    expect(await upgradeStatus(node, { forwarded: { for: '203.0.113.9' } })).toBe(429);
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
      for (let sent = 0; sent < 121; sent += 1) {
        const headers = { 'x-forwarded-for': `203.0.113.${sent}` };
        statuses.push((await fetch(`${http}/api/ice-servers`, { headers })).status);
      }
      return statuses;
    };
    expect(await answers(trusting.http)).not.toContain(429);
    expect((await answers(wary.http)).at(-1)).toBe(429);
  });
});
