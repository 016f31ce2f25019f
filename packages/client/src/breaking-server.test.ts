import { startMockServer } from '@parley/mock-server/mock-server';
import type { MockServer } from '@parley/mock-server/mock-server';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Delivery } from './delivery.ts';
import { SignalingConnection } from './signaling-connection.ts';

describe('the library, by a server that breaks the protocol', () => {
  let server: MockServer;
  const connections: SignalingConnection[] = [];

  beforeEach(async () => {
    server = await startMockServer();
  });
  afterEach(async () => {
    for (const connection of connections.splice(0)) connection.leave();
    await server.close();
  });

  function connect(): SignalingConnection {
    const timing = { answerTimeoutMs: 100, pingEveryMs: 50, silenceMs: 200 };
    const connection = new SignalingConnection({ url: server.url, reconnectDelay: () => 0, timing });
    connections.push(connection);
    return connection;
  }

  async function meet() {
    const [ann, bob] = [connect(), connect()];
    const [anns, bobs] = [new Delivery(ann), new Delivery(bob)];
    const heard: unknown[] = [];
    bobs.on('message', ({ data }) => void heard.push(data));
    await ann.join('r');
    await bob.join('r');
    await vi.waitUntil(() => ann.peers.length === 1);
    return { ann, bob, anns, heard, say: (data: unknown) => anns.send(bob.id ?? '', data) };
  }

  it('tries again where a join is never answered', async () => {
    server.harm({ fault: 'never answer', request: 'join', times: 1 });
    expect(await connect().join('r')).toMatchObject({ type: 'joined' });
  });

  it('tries again where a resume is never answered, and keeps its place', async () => {
    const { ann } = await meet();
    const { id } = ann;
    server.harm({ fault: 'never answer', request: 'resume', times: 1 });
    const resumed = new Promise((resolve) => ann.on('resumed', resolve));
    server.cut(id);
    await resumed;
    expect(ann.id).toBe(id);
  });

  it.each([
    ['lost', { fault: 'drop', type: 'message', times: 3 }],
    ['doubled', { fault: 'duplicate', type: 'message', times: 5 }],
    ['turned round', { fault: 'reorder', type: 'message', span: 4, times: 4 }],
  ] as const)('hears once and in order what was %s', async (_what, fault) => {
    const { heard, say } = await meet();
    expect(await say('hello')).toBe('arrived');
    server.harm(fault);
    const numbers = [1, 2, 3, 4, 5, 6, 7, 8];
    expect(new Set(await Promise.all(numbers.map(say)))).toEqual(new Set(['arrived']));
    expect(heard).toEqual(['hello', ...numbers]);
  });

  it('hears what was said while the server stood still', async () => {
    const { ann, heard, say } = await meet();
    const away = new Promise((resolve) => ann.on('state', ({ name }) => name === 'away' && resolve(name)));
    const fault = server.harm({ fault: 'freeze' });
    const fate = say('through the ice');
    await away;
    fault[Symbol.dispose]();
    expect(await fate).toBe('arrived');
    expect(heard).toEqual(['through the ice']);
  });

  it('joins anew where its session was forgotten, and tells that what was on its way is gone', async () => {
    const { ann, bob, say } = await meet();
    server.harm({ fault: 'drop', type: 'message' });
    const fate = say('lost with it');
    const joined = new Promise<string>((resolve) => ann.on('joined', ({ id }) => resolve(id)));
    const { id } = ann;
    server.cut(id);
    server.forget(id);
    expect(await joined).not.toBe(id);
    expect(await fate).toBe('gone');
    expect(bob.state.name).toBe('joined');
  });

  it('bears frames that are none, and types to come', async () => {
    const { heard, say } = await meet();
    server.harm({ fault: 'alter', type: 'pong', change: () => '{"type":' });
    server.say({ type: 'reconnect', afterMs: 0 });
    expect(await say('all the same')).toBe('arrived');
    expect(heard).toEqual(['all the same']);
  });
});
