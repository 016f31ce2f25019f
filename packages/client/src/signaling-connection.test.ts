import { CLOSE_CODES } from '@parley/shared/close-codes';
import { startMockServer } from '@parley/mock-server/mock-server';
import type { MockServer } from '@parley/mock-server/mock-server';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ScriptedNode, joinedAs, say, soon } from '../test-support/scripted-node.ts';
import type { ClientMessage } from './messages.ts';
import { SignalingConnection } from './signaling-connection.ts';
import type { SignalingState } from './signaling-events.ts';

describe('a first join', () => {
  let server: MockServer;
  let connection: SignalingConnection;
  const states: SignalingState['name'][] = [];

  beforeEach(async () => {
    server = await startMockServer();
    connection = new SignalingConnection({ url: server.url, reconnectDelay: soon(0.01) });
    states.length = 0;
    connection.on('state', (state) => void states.push(state.name));
  });
  afterEach(async () => {
    connection.leave();
    await server.close();
  });

  const joins = () =>
    server.heard
      .map(({ text }) => JSON.parse(text) as ClientMessage)
      .filter((message) => message.type === 'join');

  it('tells that the room is full, and leaves it at that', async () => {
    server.harm({ fault: 'full' });
    expect(await connection.join('r')).toEqual({ type: 'full', room: 'r', capacity: 6 });
    expect(joins()).toHaveLength(1);
    expect(states).toEqual(['joining', 'stopped']);
  });

  it('gives a refusal that would repeat itself back at once', async () => {
    server.harm({ fault: 'error', request: 'join', code: 'unauthorized' });
    expect(await connection.join('r')).toMatchObject({ type: 'refused', code: 'unauthorized' });
    expect(joins()).toHaveLength(1);
  });

  it('tries a busy node again before it gives up', async () => {
    server.harm({ fault: 'error', request: 'join', code: 'busy', times: 2 });
    expect(await connection.join('r')).toMatchObject({ type: 'joined' });
    expect(joins()).toHaveLength(3);
  });

  it('waits as long as a busy node asks, says why meanwhile, and is not hurried by the network', async () => {
    server.harm({ fault: 'error', request: 'join', code: 'unavailable', retryAfterMs: 200, times: 1 });
    let busyAt = 0;
    const reasons: unknown[] = [];
    connection.on('state', (state) => {
      if (state.name !== 'joining' || state.because === undefined) return;
      busyAt = performance.now();
      reasons.push(state.because);
      connection.retryNow();
    });
    expect(await connection.join('r')).toMatchObject({ type: 'joined' });
    // Timers may fire a moment early by the clock that is read here.
    expect(performance.now() - busyAt).toBeGreaterThan(190);
    expect(reasons).toMatchObject([{ kind: 'refused', code: 'unavailable', retryAfterMs: 200 }]);
  });

  it('tries a node again that could not be reached, and says so when none can', async () => {
    server.harm({ fault: 'unreachable', status: 503, times: 2 });
    expect(await connection.join('r')).toMatchObject({ type: 'joined' });
    server.harm({ fault: 'unreachable', status: 503 });
    const late = new SignalingConnection({ url: server.url, reconnectDelay: soon(0) });
    expect(await late.join('r')).toMatchObject({ type: 'unreachable', closeCode: CLOSE_CODES.abnormal });
    expect(late.state.name).toBe('stopped');
  });

  it('asks for a fresh token with each try, and tells where there is none', async () => {
    server.harm({ fault: 'error', request: 'join', code: 'busy', times: 1 });
    let count = 0;
    const token = async () => `token ${(count += 1)}`;
    const invited = new SignalingConnection({ url: server.url, token, reconnectDelay: soon(0) });
    expect(await invited.join('r')).toMatchObject({ type: 'joined' });
    expect(joins().map((message) => message.token)).toEqual(['token 1', 'token 2']);
    invited.leave();
    const refused = new SignalingConnection({
      url: server.url,
      token: () => Promise.reject(new Error('no such guest')),
      reconnectDelay: () => null,
    });
    expect(await refused.join('r')).toEqual({
      type: 'refused',
      code: 'unavailable',
      message: 'no token for the room: Error: no such guest',
    });
  });

  it('is given up when it is told to be, and is not there any more', async () => {
    server.harm({ fault: 'never answer', request: 'join' });
    const waiting = new AbortController();
    const reply = connection.join('r', undefined, waiting.signal);
    await vi.waitUntil(() => joins().length > 0);
    waiting.abort();
    expect(await reply).toEqual({ type: 'cancelled' });
    expect(states).toEqual(['joining', 'left']);
    expect(await connection.join('r', undefined, waiting.signal)).toEqual({ type: 'cancelled' });
    expect(joins()).toHaveLength(1);
  });

  it('is not undone when its signal aborts after it', async () => {
    const waiting = new AbortController();
    await connection.join('r', undefined, waiting.signal);
    waiting.abort();
    expect(connection.state.name).toBe('joined');
  });
});

describe('SignalingConnection', () => {
  let node: ScriptedNode;
  let connection: SignalingConnection;
  let url: string;
  const states: SignalingState['name'][] = [];

  beforeEach(async () => {
    node = new ScriptedNode();
    url = await node.start();
    connection = new SignalingConnection({ url, reconnectDelay: soon(0.01) });
    states.length = 0;
    connection.on('state', (state) => void states.push(state.name));
  });
  afterEach(() => {
    connection.leave();
    node.stop();
  });

  it('joins under the subprotocol, with the room in the address too', async () => {
    node.script = (message, socket) => message.type === 'join' && say(socket, joinedAs('a'));
    expect(await connection.join('r', 'Ann')).toMatchObject({ type: 'joined', id: 'a' });
    expect(node.urls).toEqual(['/ws?room=r']);
    expect(node.subprotocols).toEqual(['parley.v1']);
    expect(states).toEqual(['joining', 'joined']);
  });

  it('hands on what the room says, in order, and sends to one peer or to all', async () => {
    const heard: unknown[] = [];
    node.script = (message, socket) => {
      if (message.type === 'join') {
        say(socket, joinedAs('a'));
        say(socket, { type: 'otherjoin', room: 'r', id: 'b', seq: 2 });
        say(socket, { type: 'message', room: 'r', from: 'b', data: 1 });
      }
      if (message.type === 'message') say(socket, { type: 'message', room: 'r', from: 'b', data: message });
    };
    const echoed = new Promise((resolve) => {
      connection.on('otherjoin', ({ id }) => heard.push(id));
      connection.on('message', ({ data }) => (data === 1 ? heard.push(data) : resolve(data)));
    });
    await connection.join('r');
    expect(connection.send({ x: 1 }, 'b')).toBe(true);
    expect(connection.trace).toMatch(/^[0-9a-f]{32}$/);
    expect(await echoed).toEqual({
      type: 'message',
      room: 'r',
      to: 'b',
      data: { x: 1 },
      ref: connection.trace,
    });
    expect(heard).toEqual(['b', 1]);
  });

  it('leaves with a word and a normal close, and does not come back', async () => {
    const left = new Promise<ClientMessage>((resolve) => {
      node.script = (message, socket) => {
        if (message.type === 'join') say(socket, joinedAs('a'));
        if (message.type === 'leave') socket.once('close', () => resolve(message));
      };
    });
    await connection.join('r');
    connection.leave();
    expect(connection.send('late')).toBe(false);
    expect(await left).toEqual({ type: 'leave', room: 'r' });
    expect(node.closeCodes).toEqual([CLOSE_CODES.normal]);
    expect(states.at(-1)).toBe('left');
  });
});
