import { CLOSE_CODES } from '@parley/shared/close-codes';
import { startMockServer } from '@parley/mock-server/mock-server';
import type { MockServer } from '@parley/mock-server/mock-server';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ScriptedNode, joinedAs, rolling, say, soon, untilState } from '../test-support/scripted-node.ts';
import type { ClientMessage } from './messages.ts';
import { SignalingConnection } from './signaling-connection.ts';
import type { SignalingOptions } from './signaling-connection.ts';
import type { SignalingState } from './signaling-events.ts';

describe('a signaling connection that was lost', () => {
  let server: MockServer;
  let opened = 0;
  const connections: SignalingConnection[] = [];

  beforeEach(async () => {
    server = await startMockServer();
    opened = 0;
  });
  afterEach(async () => {
    for (const connection of connections.splice(0)) connection.leave();
    await server.close();
  });

  async function enter(options: Partial<SignalingOptions> = {}): Promise<SignalingConnection> {
    const webSocket: SignalingOptions['webSocket'] = (url, protocols) => {
      opened += 1;
      return new WebSocket(url, protocols);
    };
    const connection = new SignalingConnection({
      url: server.url,
      reconnectDelay: soon(0.01),
      webSocket,
      ...options,
    });
    connections.push(connection);
    expect(await connection.join('r', 'Ann')).toMatchObject({ type: 'joined' });
    return connection;
  }

  const requests = () =>
    server.heard.map(({ text }) => JSON.parse(text) as ClientMessage).filter(({ type }) => type !== 'ping');

  it('finds out within seconds that its socket died while the machine slept, and resumes', async () => {
    const slept = await enter({ timing: { probeMs: 50 } });
    const fault = server.harm({ fault: 'freeze' });
    slept.probe();
    expect(await untilState(slept, 'away')).toMatchObject({ because: { code: CLOSE_CODES.noSignOfLife } });
    fault[Symbol.dispose]();
    await untilState(slept, 'joined');
    // The new socket answers, and stays.
    const before = server.heard.length;
    slept.probe();
    await vi.waitUntil(() => server.heard.length > before);
    server.say({ type: 'error', code: 'internal', message: 'a barrier' }, slept.id);
    await new Promise((resolve) => slept.on('error', resolve));
    expect([slept.state.name, opened]).toEqual(['joined', 2]);
  });

  it('gives a node up that has gone silent, and comes back', async () => {
    const impatient = await enter({ timing: { pingEveryMs: 10, silenceMs: 50 } });
    const { id } = impatient;
    const fault = server.harm({ fault: 'freeze' });
    expect(await untilState(impatient, 'away')).toMatchObject({
      because: { code: CLOSE_CODES.noSignOfLife },
    });
    fault[Symbol.dispose]();
    await untilState(impatient, 'joined');
    expect(impatient.id).toBe(id);
  });

  it('joins anew, on the same socket and under the same name, when its session is over', async () => {
    const connection = await enter();
    const { id } = connection;
    server.cut(id);
    server.forget(id);
    await untilState(connection, 'away');
    await untilState(connection, 'joined');
    expect(connection.id).not.toBe(id);
    expect(requests().map(({ type }) => type)).toEqual(['join', 'resume', 'join']);
    expect(requests().at(-1)).toMatchObject({ room: 'r', name: 'Ann' });
    expect(opened).toBe(2);
  });

  it('waits for its seat when the room is full of its own ghost', async () => {
    const connection = await enter();
    const fault = server.harm({ fault: 'full' });
    server.end(CLOSE_CODES.storeLost);
    server.forget();
    const isFull = new Promise<void>((resolve) => {
      connection.on('state', (state) => {
        if (state.name === 'away' && state.because.kind === 'full') resolve();
      });
    });
    await isFull;
    fault[Symbol.dispose]();
    await untilState(connection, 'joined');
  });

  it('stays away when the server says not to come back', async () => {
    const connection = await enter();
    server.remove(connection.id ?? '');
    expect(await untilState(connection, 'stopped')).toMatchObject({ because: { code: CLOSE_CODES.removed } });
    expect(opened).toBe(1);
  });

  it('says that it left, where it was away when it did', async () => {
    const patient = await enter({ reconnectDelay: () => 60_000 });
    const witness = await enter();
    const gone = new Promise((resolve) => witness.on('bye', resolve));
    const { id } = patient;
    server.cut(id);
    await untilState(patient, 'away');
    patient.leave();
    expect(await gone).toMatchObject({ id, reason: 'left' });
    expect(requests().map(({ type }) => type)).toEqual(['join', 'join', 'resume', 'leave']);
  });
});

describe('a signaling connection that was lost, by the word', () => {
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

  it('comes back at once when the network is known to be back, and starts again from the shortest step', async () => {
    // Whoever sits out the long wait, or one that has grown with the tries before it, fails this test by time.
    const rolls = [0, 0, 0, 0, 0, 0, 10_000, 1];
    const patient = new SignalingConnection({ url, reconnectDelay: rolling(() => rolls.shift() ?? 0) });
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
      { type: 'join', room: 'r', name: 'Ann', ref: connection.trace },
      { type: 'resume', room: 'r', id: 'a', token: 't1', ref: connection.trace },
      { type: 'resume', room: 'r', id: 'a', token: 't2', ref: connection.trace },
    ]);
    expect(states).toEqual(['joining', 'joined', 'away', 'joined', 'away', 'joined']);
  });

  it('says with each wait how long it is, and why', async () => {
    node.script = (_message, socket, visit) => {
      if (visit === 1) say(socket, joinedAs('a'));
      socket.close(visit === 1 ? CLOSE_CODES.slowReader : CLOSE_CODES.removed);
    };
    const measured = new SignalingConnection({
      url,
      reconnectDelay: (attempt) => (attempt === 0 ? 7 : null),
    });
    const reply = measured.join('r');
    expect(await untilState(measured, 'away')).toEqual({
      name: 'away',
      because: { kind: 'closed', code: CLOSE_CODES.slowReader },
      retryInMs: 7,
    });
    expect(await reply).toMatchObject({ type: 'joined' });
    // The policy's no is the last word.
    expect(await untilState(measured, 'stopped')).toMatchObject({ because: { code: CLOSE_CODES.removed } });
  });

  it('takes a whole truth for the difference to what it knew', async () => {
    const news: string[] = [];
    connection.on('otherjoin', ({ id }) => void news.push(`+${id}`));
    connection.on('bye', ({ id, reason }) => void news.push(`-${id} ${reason}`));
    const told = new Promise<void>((resolve) => {
      connection.on('otherjoin', ({ id }) => id === 'last' && resolve());
    });
    node.script = (message, socket, visit) => {
      if (message.type === 'join') {
        say(socket, { ...joinedAs('a'), peers: [{ id: 'b' }, { id: 'c' }] });
        say(socket, { type: 'resync', room: 'r', peers: [{ id: 'c' }, { id: 'd' }], seq: 5 });
        say(socket, { type: 'otherjoin', room: 'r', id: 'd', seq: 5 });
        socket.terminate();
      }
      if (message.type !== 'resume') return;
      expect(visit).toBe(2);
      say(socket, { ...joinedAs('a'), type: 'resumed', peers: [{ id: 'd' }, { id: 'last' }] });
    };
    await connection.join('r');
    await told;
    expect(news).toEqual(['-b lost', '+d', '-c lost', '+last']);
    expect(connection.peers).toEqual([{ id: 'd' }, { id: 'last' }]);
  });
});
