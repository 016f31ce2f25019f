import { EventEmitter, once } from 'node:events';
import { parseServerFrame } from '@parley/shared/parse-server-frame';
import type { Joined, ServerMessage } from '@parley/shared/server-messages';
import { describe, expect, it, onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import type { Fault } from './fault.ts';
import { startMockServer } from './mock-server.ts';
import type { MockServer, MockServerOptions } from './mock-server.ts';

/** A server for one test. */
async function started(options?: MockServerOptions): Promise<MockServer> {
  const server = await startMockServer(options);
  onTestFinished(() => server.close());
  return server;
}

/** A client that writes down all it hears. */
class Ear {
  readonly socket: WebSocket;
  readonly heard: ServerMessage[] = [];
  readonly closed: Promise<number>;
  readonly #news = new EventEmitter();

  private constructor(socket: WebSocket) {
    this.socket = socket;
    socket.on('message', (bytes: Buffer) => {
      this.heard.push(parseServerFrame(bytes.toString()) ?? expect.fail(`no message: ${bytes.toString()}`));
      this.#news.emit('news');
    });
    this.closed = once(socket, 'close').then(([code]) => Number(code));
  }

  static async open(server: MockServer): Promise<Ear> {
    const socket = new WebSocket(server.url, ['parley.v1']);
    const ear = new Ear(socket);
    await once(socket, 'open');
    return ear;
  }

  static async join(server: MockServer, room = 'r'): Promise<Ear & { me: Joined }> {
    const ear = await Ear.open(server);
    ear.say({ type: 'join', room });
    await ear.until(1);
    return Object.assign(ear, { me: ear.heard[0] as Joined });
  }

  say(message: object): void {
    this.socket.send(JSON.stringify(message));
  }

  /** The types of all that was heard, once it is so many frames. */
  async until(count: number): Promise<string[]> {
    while (this.heard.length < count) await once(this.#news, 'news');
    return this.heard.map(({ type }) => type);
  }

  /** All the same, once the server has answered what was said before. */
  async settle(): Promise<string[]> {
    this.say({ type: 'ping', ref: 'settle' });
    while (!this.heard.some((message) => message.type === 'pong')) await once(this.#news, 'news');
    return this.heard.map(({ type }) => type).filter((type) => type !== 'pong');
  }

  get data(): unknown[] {
    return this.heard.flatMap((message) => (message.type === 'message' ? [message.data] : []));
  }
}

describe('a mock server', () => {
  it('lets two peers meet, talk and part', async () => {
    const server = await started();
    const ann = await Ear.join(server);
    const bob = await Ear.join(server);
    bob.say({ type: 'message', room: 'r', to: ann.me.id, data: { hello: 1 } });
    bob.say({ type: 'leave', room: 'r' });
    expect(await ann.until(4)).toEqual(['joined', 'otherjoin', 'message', 'bye']);
    expect(await bob.until(2)).toEqual(['joined', 'leaved']);
    expect(server.heard.map(({ peer }) => peer)).toEqual([undefined, undefined, bob.me.id, bob.me.id]);
  });

  it('holds a session that was cut, and hands over what was sent meanwhile', async () => {
    const server = await started();
    const ann = await Ear.join(server);
    const bob = await Ear.join(server);
    server.cut(bob.me.id);
    await bob.closed;
    ann.say({ type: 'message', room: 'r', data: 1 });
    await ann.settle();
    const again = await Ear.open(server);
    again.say({ type: 'resume', room: 'r', id: bob.me.id, token: bob.me.token });
    expect(await again.until(2)).toEqual(['resumed', 'message']);
    expect(await ann.settle()).toEqual(['joined', 'otherjoin']);
  });

  it('says bye, lost, after the window', async () => {
    const server = await started({ resumeWindowMs: 10 });
    const ann = await Ear.join(server);
    const bob = await Ear.join(server);
    server.end(1012, bob.me.id);
    expect(await bob.closed).toBe(1012);
    await ann.until(3);
    expect(ann.heard[2]).toMatchObject({ type: 'bye', id: bob.me.id, reason: 'lost' });
  });

  it('gives the ids that a test wants', async () => {
    const ids = ['a', 'b'];
    const server = await started({ nextId: () => ids.shift() ?? expect.fail('no id is left') });
    expect([(await Ear.join(server)).me.id, (await Ear.join(server)).me.id]).toEqual(['a', 'b']);
  });

  it('forgets sessions, removes peers and says what it is told', async () => {
    const server = await started();
    const ann = await Ear.join(server);
    const bob = await Ear.join(server);
    server.say({ type: 'reconnect', afterMs: 5 }, bob.me.id);
    expect(await bob.until(2)).toEqual(['joined', 'reconnect']);
    server.remove(bob.me.id);
    expect(await bob.closed).toBe(4503);
    await ann.until(3);
    expect(ann.heard[2]).toMatchObject({ type: 'bye', id: bob.me.id, reason: 'removed' });
    server.forget();
    server.cut(undefined);
    await ann.closed;
    const again = await Ear.open(server);
    again.say({ type: 'resume', room: 'r', id: ann.me.id, token: ann.me.token });
    await again.until(1);
    expect(again.heard[0]).toMatchObject({ type: 'error', code: 'session_expired' });
  });
});

describe('on command a mock server', () => {
  const send = (from: Ear, ...data: number[]) => {
    for (const one of data) from.say({ type: 'message', room: 'r', data: one });
  };

  it.each<[string, Fault, number[]]>([
    ['drops a frame', { fault: 'drop', type: 'message', times: 1 }, [2, 3, 4]],
    ['says a frame twice', { fault: 'duplicate', type: 'message', times: 1 }, [1, 1, 2, 3, 4]],
    [
      'says something else',
      { fault: 'alter', type: 'message', change: (text) => text.replace('"data":1', '"data":7'), times: 1 },
      [7, 2, 3, 4],
    ],
    ['turns two frames round', { fault: 'reorder', type: 'message', times: 1 }, [2, 1, 3, 4]],
    ['turns three frames round', { fault: 'reorder', type: 'message', span: 3, times: 1 }, [3, 2, 1, 4]],
  ])('%s, and goes on', async (_what, fault, expected) => {
    const server = await started();
    const ann = await Ear.join(server);
    const bob = await Ear.join(server);
    server.harm(fault);
    send(bob, 1, 2, 3, 4);
    await bob.settle();
    await ann.settle();
    expect(ann.data).toEqual(expected);
  });

  it('lets go what was held back when the fault is lifted', async () => {
    const server = await started();
    const ann = await Ear.join(server);
    const bob = await Ear.join(server);
    const fault = server.harm({ fault: 'reorder', type: 'message', span: 9 });
    send(bob, 1, 2);
    await bob.settle();
    await ann.settle();
    expect(ann.data).toEqual([]);
    fault[Symbol.dispose]();
    await ann.until(4);
    expect(ann.data).toEqual([2, 1]);
  });

  it('freezes, on a socket that stays open, and goes on', async () => {
    const server = await started();
    const ann = await Ear.join(server);
    const bob = await Ear.join(server);
    await ann.until(2);
    const frost = server.harm({ fault: 'freeze', peer: ann.me.id });
    send(bob, 1);
    ann.say({ type: 'ping' });
    await bob.settle();
    expect(ann.heard.map(({ type }) => type)).toEqual(['joined', 'otherjoin']);
    expect(ann.socket.readyState).toBe(WebSocket.OPEN);
    frost[Symbol.dispose]();
    await ann.settle();
    expect(ann.data).toEqual([1]);
  });

  it('is full, refuses, or never answers', async () => {
    const server = await started();
    server.harm({ fault: 'full', times: 1 });
    server.harm({ fault: 'error', request: 'join', code: 'busy', retryAfterMs: 7, times: 1 });
    server.harm({ fault: 'never answer', request: 'ice', times: 1 });
    const ann = await Ear.open(server);
    for (const type of ['join', 'join', 'ice', 'join']) ann.say({ type, room: 'r' });
    expect(await ann.settle()).toEqual(['error', 'full', 'joined']);
    expect(ann.heard[0]).toMatchObject({ code: 'busy', retryAfterMs: 7 });
  });

  it('cannot be reached: a status, or no answer at all', async () => {
    const server = await started();
    server.harm({ fault: 'unreachable', status: 503, times: 1 });
    const refused = new WebSocket(server.url);
    const [error] = await once(refused, 'error').catch((cause: unknown) => [cause]);
    expect(String(error)).toContain('503');
    server.harm({ fault: 'unreachable', times: 1 });
    const ignored = new WebSocket(server.url);
    ignored.on('error', () => {}); // terminate() of a socket that never opened reports itself
    const ann = await Ear.join(server); // the one after it is served
    expect(ignored.readyState).toBe(WebSocket.CONNECTING);
    ignored.terminate();
    ann.socket.terminate();
  });
});
