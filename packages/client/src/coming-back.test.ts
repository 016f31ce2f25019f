import { CLOSE_CODES } from '@parley/shared/close-codes';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ScriptedNode, joinedAs, rolling, say, soon, untilState } from '../test-support/scripted-node.ts';
import type { ClientMessage } from './messages.ts';
import { SignalingConnection } from './signaling-connection.ts';
import type { SignalingState } from './signaling-events.ts';

describe('a signaling connection that was lost', () => {
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

  it('finds out within seconds that its socket died while the machine slept, and resumes', async () => {
    node.script = (message, socket, visit) => {
      if (message.type === 'join') say(socket, joinedAs('a'));
      if (message.type === 'resume') say(socket, { ...joinedAs('a'), type: 'resumed' });
      if (message.type === 'ping' && visit > 1) say(socket, { type: 'pong' });
    };
    const slept = new SignalingConnection({ url, reconnectDelay: soon(0), timing: { probeMs: 50 } });
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

  it('gives a node up that has gone silent, and comes back', async () => {
    node.script = (message, socket) => {
      if (message.type === 'join') say(socket, joinedAs('a'));
      if (message.type === 'resume') say(socket, { ...joinedAs('a'), type: 'resumed' });
    };
    const impatient = new SignalingConnection({
      url,
      reconnectDelay: soon(0),
      timing: { pingEveryMs: 10, silenceMs: 30 },
    });
    await impatient.join('r');
    expect(await untilState(impatient, 'away')).toMatchObject({
      because: { code: CLOSE_CODES.noSignOfLife },
    });
    await untilState(impatient, 'joined');
    impatient.leave();
  });

  it('says that it left, where it was away when it did', async () => {
    const said: string[] = [];
    const gone = new Promise<void>((resolve) => {
      node.script = (message, socket, visit) => {
        said.push(`${visit} ${message.type}`);
        if (message.type === 'join') say(socket, joinedAs('a'));
        if (message.type === 'resume') say(socket, { ...joinedAs('a'), type: 'resumed' });
        if (visit === 1) socket.terminate();
        if (message.type === 'leave') resolve();
      };
    });
    const patient = new SignalingConnection({ url, reconnectDelay: () => 60_000 });
    await patient.join('r');
    await untilState(patient, 'away');
    patient.leave();
    await gone;
    expect(said).toEqual(['1 join', '2 resume', '2 leave']);
  });
});
