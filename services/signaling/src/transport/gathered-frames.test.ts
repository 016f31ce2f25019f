import { once } from 'node:events';
import { connect } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { GatheredFrames } from './gathered-frames.ts';

const TEXT = { binary: false } as const;
const SIZES = [0, 1, 125, 126, 127, 300, 65_535, 65_536, 300_000];
const texts = SIZES.map((size) => Buffer.alloc(size, 'ab"é'));

interface Server {
  readonly port: number;
  /** The server's side of the next connection. */
  next(): Promise<WebSocket>;
}

const servers: WebSocketServer[] = [];

afterEach(async () => {
  for (const server of servers.splice(0)) {
    for (const socket of server.clients) socket.terminate();
    server.close();
    await once(server, 'close');
  }
});

async function listen(perMessageDeflate = false): Promise<Server> {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate });
  await once(server, 'listening');
  servers.push(server);
  return {
    port: (server.address() as AddressInfo).port,
    async next() {
      const [socket] = (await once(server, 'connection')) as [WebSocket];
      return socket;
    },
  };
}

const UPGRADE =
  'GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n';

/** All bytes that a client gets behind the answer to its upgrade, until the server ends the connection. */
async function bytesOf(write: (socket: WebSocket) => void): Promise<Buffer> {
  const server = await listen();
  const client = connect(server.port, '127.0.0.1');
  client.write(UPGRADE);
  const chunks: Buffer[] = [];
  client.on('data', (chunk: Buffer) => chunks.push(chunk));
  const socket = await server.next();
  write(socket);
  socket.close(1000);
  const ended = once(client, 'close');
  // The close frame is the last thing a server says: without an answer it would wait for one.
  while (!Buffer.concat(chunks).includes(Buffer.from([0x88, 2, 0x03, 0xe8]))) await once(client, 'data');
  client.destroy();
  await ended;
  const all = Buffer.concat(chunks);
  return all.subarray(all.indexOf('\r\n\r\n') + 4);
}

describe('gathered frames', () => {
  it('are, byte for byte, what ws writes for each of them', async () => {
    const plain = await bytesOf((socket) => {
      for (const text of texts) socket.send(text, TEXT);
    });
    const gathered = await bytesOf((socket) => {
      const frames = new GatheredFrames(socket);
      for (const text of texts) frames.add(text);
      frames.flush();
    });
    expect(gathered.equals(plain)).toBe(true);
    expect(plain.length).toBeGreaterThan(400_000);
  });

  it('reach a client in order, whole or in pieces, over many flushes and a reader that stops reading', async () => {
    const server = await listen();
    const client = new WebSocket(`ws://127.0.0.1:${server.port}`);
    const socket = await server.next();
    await once(client, 'open');
    client.pause();
    const frames = new GatheredFrames(socket);
    const said: string[] = [];
    for (let number = 0; number < 400; number += 1) {
      const text = `${number} ${'x'.repeat((number * 997) % 30_000)}`;
      said.push(text);
      const bytes = Buffer.from(text);
      if (number % 2 === 0) frames.add(bytes);
      else frames.add({ length: bytes.length, copyTo: (target, at) => target.set(bytes, at) });
      if (number % 3 === 0) frames.flush();
    }
    frames.flush();
    // Or nothing of it waited.
    expect(socket.bufferedAmount).toBeGreaterThan(0);
    const heard: string[] = [];
    client.on('message', (data: Buffer) => heard.push(data.toString()));
    client.resume();
    while (heard.length < said.length) await once(client, 'message');
    expect(heard).toEqual(said);
  });

  it('go through ws.send() where the connection compresses', async () => {
    const server = await listen(true);
    const client = new WebSocket(`ws://127.0.0.1:${server.port}`);
    const socket = await server.next();
    expect(socket.extensions).not.toBe('');
    const frames = new GatheredFrames(socket);
    const heard = once(client, 'message');
    frames.add(Buffer.from('a'.repeat(5_000)));
    frames.flush();
    expect(String((await heard)[0])).toBe('a'.repeat(5_000));
  });

  it('reach a client that closes, before the answer to its close frame', async () => {
    const server = await listen();
    const client = new WebSocket(`ws://127.0.0.1:${server.port}`);
    const socket = await server.next();
    await once(client, 'open');
    const frames = new GatheredFrames(socket);
    const heard: string[] = [];
    client.on('message', (data: Buffer) => heard.push(data.toString()));
    // In one piece, so that both are read in one turn, at the end of which the frames would be written.
    socket.on('message', () => frames.add(Buffer.from('just in time')));
    const raw = Reflect.get(client, '_socket') as Socket;
    raw.cork();
    client.send('say something');
    client.close(3001);
    raw.uncork();
    await once(client, 'close');
    expect(heard).toEqual(['just in time']);
  });

  it('are not written behind a close frame', async () => {
    const bytes = await bytesOf((socket) => {
      const frames = new GatheredFrames(socket);
      frames.add(Buffer.from('too late'));
      socket.close(1000);
      frames.flush();
      expect(frames.bytes).toBe(0);
    });
    expect(bytes.includes('too late')).toBe(false);
  });

  it('know how many bytes they will be', async () => {
    const server = await listen();
    const client = new WebSocket(`ws://127.0.0.1:${server.port}`);
    const frames = new GatheredFrames(await server.next());
    await once(client, 'open');
    for (const text of texts) frames.add(text);
    const heads = [2, 2, 2, 4, 4, 4, 4, 10, 10].reduce((sum, head) => sum + head, 0);
    expect(frames.bytes).toBe(SIZES.reduce((sum, size) => sum + size, heads));
    client.terminate();
  });
});
