import { CLOSE_CODES } from '@parley/shared/close-codes';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ScriptedNode, joinedAs, say, soon } from '../test-support/scripted-node.ts';
import type { ClientMessage } from './messages.ts';
import { SignalingConnection } from './signaling-connection.ts';
import type { SignalingState } from './signaling-events.ts';

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

  it('tells a newcomer that the room is full, and leaves it at that', async () => {
    node.script = (_message, socket) => say(socket, { type: 'full', room: 'r', capacity: 2 });
    expect(await connection.join('r')).toEqual({ type: 'full', room: 'r', capacity: 2 });
    expect(node.urls).toHaveLength(1);
    expect(states).toEqual(['joining', 'stopped']);
  });

  it('gives a refusal that would repeat itself back at once', async () => {
    node.script = (_message, socket) => say(socket, { type: 'error', code: 'unauthorized', message: 'no' });
    expect(await connection.join('r')).toEqual({ type: 'refused', code: 'unauthorized', message: 'no' });
    expect(node.urls).toHaveLength(1);
  });

  it('tries a busy node again before it gives up', async () => {
    node.script = (_message, socket, visit) =>
      say(socket, visit < 3 ? { type: 'error', code: 'busy', message: 'later' } : joinedAs('a'));
    expect(await connection.join('r')).toMatchObject({ type: 'joined' });
    expect(node.urls).toHaveLength(3);
  });

  it('waits as long as a busy node asks, says why meanwhile, and is not hurried by the network', async () => {
    let busyAt = 0;
    let backAt = 0;
    node.script = (_message, socket, visit) => {
      if (visit === 1) {
        busyAt = performance.now();
        say(socket, { type: 'error', code: 'unavailable', message: 'soon', retryAfterMs: 200 });
        return;
      }
      backAt = performance.now();
      say(socket, joinedAs('a'));
    };
    const reasons: unknown[] = [];
    connection.on('state', (state) => {
      if (state.name !== 'joining' || state.because === undefined) return;
      reasons.push(state.because);
      connection.retryNow();
    });
    expect(await connection.join('r')).toMatchObject({ type: 'joined' });
    // Timers may fire a moment early by the clock that is read here.
    expect(backAt - busyAt).toBeGreaterThan(190);
    expect(reasons).toMatchObject([{ kind: 'refused', code: 'unavailable', retryAfterMs: 200 }]);
  });

  it('says so when no node answers', async () => {
    node.stop();
    expect(await connection.join('r')).toMatchObject({ type: 'unreachable' });
  });

  it('asks for a fresh token with each try to join, and tells where there is none', async () => {
    const tokens: unknown[] = [];
    node.script = (message, socket, visit) => {
      if (message.type === 'join') tokens.push(message.token);
      say(socket, visit === 1 ? { type: 'error', code: 'busy', message: 'later' } : joinedAs('a'));
    };
    let count = 0;
    const token = async () => `token ${(count += 1)}`;
    const invited = new SignalingConnection({ url, token, reconnectDelay: soon(0) });
    expect(await invited.join('r')).toMatchObject({ type: 'joined' });
    expect(tokens).toEqual(['token 1', 'token 2']);
    invited.leave();
    const refused = new SignalingConnection({
      url,
      token: () => Promise.reject(new Error('no such guest')),
      reconnectDelay: () => null,
    });
    expect(await refused.join('r')).toEqual({
      type: 'refused',
      code: 'unavailable',
      message: 'no token for the room: Error: no such guest',
    });
  });

  it('gives up joining when it is told to, and is not there any more', async () => {
    const waiting = new AbortController();
    node.script = () => waiting.abort();
    expect(await connection.join('r', undefined, waiting.signal)).toEqual({ type: 'cancelled' });
    expect(states).toEqual(['joining', 'left']);
    expect(await connection.join('r', undefined, waiting.signal)).toEqual({ type: 'cancelled' });
    expect(node.urls).toHaveLength(1);
  });

  it('stays in the room when the signal of its join aborts after it', async () => {
    const waiting = new AbortController();
    node.script = (_message, socket) => say(socket, joinedAs('a'));
    await connection.join('r', undefined, waiting.signal);
    waiting.abort();
    expect(connection.state.name).toBe('joined');
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
    expect(await echoed).toEqual({ type: 'message', room: 'r', to: 'b', data: { x: 1 } });
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
