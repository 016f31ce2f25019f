import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { ClientMessage } from '@parley/shared/client-messages';
import { CLOSE_CODES } from '@parley/shared/close-codes';
import type { Joined, ServerMessage } from '@parley/shared/server-messages';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocketServer } from 'ws';
import type { WebSocket as ServerSocket } from 'ws';
import { SignalingConnection } from './signaling-connection.ts';
import type { SignalingState } from './signaling-events.ts';

type Script = (message: ClientMessage, socket: ServerSocket, visit: number) => void;

/** A node that answers by script, on a real socket; `visit` counts the connections from 1. */
class ScriptedNode {
  readonly #server = new WebSocketServer({ port: 0 });
  readonly urls: string[] = [];
  readonly subprotocols: string[] = [];
  readonly closeCodes: number[] = [];
  script: Script = () => {};

  async start(): Promise<string> {
    this.#server.on('connection', (socket, request) => {
      const visit = this.urls.push(request.url ?? '');
      this.subprotocols.push(socket.protocol);
      socket.on('close', (code) => this.closeCodes.push(code));
      socket.on('message', (data: Buffer) => {
        this.script(JSON.parse(data.toString()) as ClientMessage, socket, visit);
      });
    });
    await once(this.#server, 'listening');
    return `ws://127.0.0.1:${(this.#server.address() as AddressInfo).port}/ws`;
  }

  stop(): void {
    for (const socket of this.#server.clients) socket.terminate();
    this.#server.close();
  }
}

function say(socket: ServerSocket, message: ServerMessage): void {
  socket.send(JSON.stringify(message));
}

function joinedAs(id: string): Joined {
  return {
    type: 'joined',
    room: 'r',
    id,
    peers: [],
    capacity: 6,
    token: 't',
    resumeWindowMs: 20_000,
    iceServers: [],
    iceTtlMs: 3_600_000,
    node: 'n',
    seq: 1,
  };
}

function untilState(connection: SignalingConnection, name: SignalingState['name']): Promise<SignalingState> {
  return new Promise((resolve) => {
    const off = connection.on('state', (state) => {
      if (state.name !== name) return;
      off();
      resolve(state);
    });
  });
}

describe('SignalingConnection', () => {
  let node: ScriptedNode;
  let connection: SignalingConnection;
  let url: string;
  const states: SignalingState['name'][] = [];

  beforeEach(async () => {
    node = new ScriptedNode();
    url = await node.start();
    connection = new SignalingConnection({ url, random: () => 0.01 });
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

  it('comes back at once when the network is known to be back, and starts again from the shortest step', async () => {
    // Whoever sits out the long wait, or one that has grown with the tries before it, fails this test by time.
    const rolls = [0, 0, 0, 0, 0, 0, 1_000_000, 1];
    const patient = new SignalingConnection({ url, random: () => rolls.shift() ?? 0 });
    node.script = (message, socket, visit) => {
      if (visit > 1 && visit < 9) socket.terminate();
      else if (message.type !== 'ping')
        say(socket, { ...joinedAs('a'), type: visit === 1 ? 'joined' : 'resumed' });
      if (visit === 1) socket.terminate();
    };
    await patient.join('r');
    const waitsLong = new Promise<void>((resolve) => {
      patient.on('state', ({ name }) => name === 'away' && rolls.length === 1 && resolve());
    });
    await waitsLong;
    patient.retryNow();
    await untilState(patient, 'joined');
    expect(node.urls).toHaveLength(9);
    patient.leave();
  });

  it('finds out within seconds that its socket died while the machine slept, and resumes', async () => {
    node.script = (message, socket, visit) => {
      if (message.type === 'join') say(socket, joinedAs('a'));
      if (message.type === 'resume') say(socket, { ...joinedAs('a'), type: 'resumed' });
      if (message.type === 'ping' && visit > 1) say(socket, { type: 'pong' });
    };
    const slept = new SignalingConnection({ url, random: () => 0, timing: { probeMs: 50 } });
    await slept.join('r');
    slept.probe();
    expect(await untilState(slept, 'away')).toMatchObject({ because: { code: CLOSE_CODES.noSignOfLife } });
    await untilState(slept, 'joined');
    // The new socket answers, and stays.
    const stays: string[] = [];
    slept.on('state', ({ name }) => void stays.push(name));
    await new Promise<void>((resolve) => {
      node.script = (message, socket) => {
        say(socket, { type: 'pong' });
        if (message.type === 'ping') resolve();
      };
      slept.probe();
    });
    expect(stays).toEqual([]);
    slept.leave();
  });

  it('says so when no node answers', async () => {
    node.stop();
    expect(await connection.join('r')).toMatchObject({ type: 'unreachable' });
  });

  it('comes back by resuming its session, each time with the newest token', async () => {
    const requests: ClientMessage[] = [];
    node.script = (message, socket, visit) => {
      if (message.type === 'ping') return;
      requests.push(message);
      say(socket, { ...joinedAs('a'), type: visit === 1 ? 'joined' : 'resumed', token: `t${visit}` });
      if (visit < 3) socket.terminate();
    };
    const resumed = new Promise<void>((resolve) => {
      connection.on('resumed', ({ token }) => token === 't3' && resolve());
    });
    await connection.join('r', 'Ann');
    await resumed;
    expect(requests).toEqual([
      { type: 'join', room: 'r', name: 'Ann' },
      { type: 'resume', room: 'r', id: 'a', token: 't1' },
      { type: 'resume', room: 'r', id: 'a', token: 't2' },
    ]);
    expect(states).toEqual(['joining', 'joined', 'away', 'joined', 'away', 'joined']);
  });

  it('joins anew, on the same socket and under the same name, when its session is over', async () => {
    const requests: string[] = [];
    node.script = (message, socket, visit) => {
      requests.push(`${visit} ${message.type}`);
      if (message.type === 'resume') say(socket, { type: 'error', code: 'session_expired', message: 'over' });
      if (message.type !== 'join') return;
      expect(message).toMatchObject({ room: 'r', name: 'Ann' });
      say(socket, joinedAs(`a${visit}`));
      if (visit === 1) socket.terminate();
    };
    await connection.join('r', 'Ann');
    await untilState(connection, 'away');
    await untilState(connection, 'joined');
    expect(requests).toEqual(['1 join', '2 resume', '2 join']);
  });

  it('goes to another node when told to reconnect, and says that it means to resume', async () => {
    node.script = (message, socket, visit) => {
      if (message.type === 'ping') return;
      say(socket, { ...joinedAs('a'), type: visit === 1 ? 'joined' : 'resumed' });
      if (visit === 1) say(socket, { type: 'reconnect', afterMs: 20 });
    };
    await connection.join('r');
    await untilState(connection, 'away');
    await untilState(connection, 'joined');
    expect(node.closeCodes).toEqual([CLOSE_CODES.storeLost]);
    expect(node.urls).toHaveLength(2);
  });

  it('waits for its seat when the room is full of its own ghost', async () => {
    node.script = (_message, socket, visit) => {
      if (visit === 2) say(socket, { type: 'full', room: 'r', capacity: 2 });
      else say(socket, joinedAs(`a${visit}`));
      if (visit === 1) socket.close(CLOSE_CODES.storeLost);
    };
    await connection.join('r');
    await untilState(connection, 'away');
    await untilState(connection, 'joined');
    expect(node.urls).toHaveLength(3);
  });

  it('stays away when the server says not to come back', async () => {
    node.script = (_message, socket) => {
      say(socket, joinedAs('a'));
      socket.close(CLOSE_CODES.removed);
    };
    await connection.join('r');
    expect(await untilState(connection, 'stopped')).toMatchObject({ because: { code: CLOSE_CODES.removed } });
    expect(node.urls).toHaveLength(1);
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

  it('gives a node up that has gone silent, and comes back', async () => {
    node.script = (message, socket) => {
      if (message.type === 'join') say(socket, joinedAs('a'));
      if (message.type === 'resume') say(socket, { ...joinedAs('a'), type: 'resumed' });
    };
    const impatient = new SignalingConnection({
      url,
      random: () => 0,
      timing: { pingEveryMs: 10, silenceMs: 30 },
    });
    await impatient.join('r');
    expect(await untilState(impatient, 'away')).toMatchObject({
      because: { code: CLOSE_CODES.noSignOfLife },
    });
    await untilState(impatient, 'joined');
    impatient.leave();
  });
});
