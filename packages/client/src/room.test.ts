import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { IdleConnection } from '../test-support/idle-connection.ts';
import { Room } from './room.ts';
import type { ClientMessage, ServerMessage } from './messages.ts';

/** A socket whose other end is the test. */
class FakeSocket extends EventTarget {
  readyState = 1;
  readonly sent: ClientMessage[] = [];

  send(frame: string): void {
    this.sent.push(JSON.parse(frame) as ClientMessage);
  }

  close(): void {
    this.readyState = 3;
  }

  say(message: ServerMessage): void {
    this.dispatchEvent(new MessageEvent('message', { data: JSON.stringify(message) }));
  }

  lose(): void {
    this.dispatchEvent(Object.assign(new Event('close'), { code: 1006 }));
  }
}

const sockets: FakeSocket[] = [];
const connections: IdleConnection[] = [];
const log: string[] = [];
let room: Room;

beforeEach(async () => {
  vi.stubGlobal('MediaStream', EventTarget);
  sockets.length = 0;
  connections.length = 0;
  log.length = 0;
  room = new Room(options());
  room.on('peer', ({ id }) => void log.push(`+${id}`));
  room.on('gone', ({ id }) => void log.push(`-${id}`));
});
afterEach(() => {
  room.leave();
  vi.unstubAllGlobals();
});

const options = () => ({
  url: 'ws://node.test/ws',
  reconnectDelay: () => 0,
  webSocket: () => connectSocket() as unknown as WebSocket,
  peerConnection: () => openConnection() as unknown as RTCPeerConnection,
});

function connectSocket(): FakeSocket {
  const socket = new FakeSocket();
  sockets.push(socket);
  queueMicrotask(() => socket.dispatchEvent(new Event('open')));
  return socket;
}

function openConnection(): IdleConnection {
  const connection = new IdleConnection();
  connections.push(connection);
  return connection;
}

const FIRST_ID = 'm';

/** The node's answer: to a resume under the id of the first visit `resumed`, else `joined`. */
async function enter(visit: number, id: string, ...peers: string[]): Promise<FakeSocket> {
  const socket = await vi.waitUntil(() => sockets[visit]);
  const ours = { room: 'r', id, token: 't', node: 'n', iceServers: [], seq: 1 };
  const limits = { capacity: 6, resumeWindowMs: 20_000, iceTtlMs: 60_000 };
  await vi.waitUntil(() => socket.sent.length > 0);
  const type = socket.sent[0]?.type === 'resume' && id === FIRST_ID ? 'resumed' : 'joined';
  socket.say({ type, ...ours, ...limits, peers: peers.map((peer) => ({ id: peer })) });
  return socket;
}

it('connects to those who are there and to those who come, and offers where it is not the polite one', async () => {
  void room.join('r');
  const socket = await enter(0, 'm', 'a');
  socket.say({ type: 'otherjoin', room: 'r', id: 'z', seq: 2 });
  expect(log).toEqual(['+a', '+z']);
  expect(connections.map((connection) => connection.offers)).toEqual([true, false]);
});

it('neither offers nor takes sound and pictures where there is to be data only', async () => {
  const mediaStream = () => new EventTarget() as MediaStream;
  const robot = new Room({ ...options(), dataOnly: true, mediaStream });
  void robot.join('r');
  const socket = await enter(0, 'm', 'a', 'z');
  expect(connections.map((connection) => connection.offers)).toEqual([false, false]);
  socket.say({ type: 'message', room: 'r', from: 'z', data: { type: 'offer', sdp: 'sound and picture' } });
  await vi.waitUntil(() => connections[1]?.described.length === 1);
  await vi.waitUntil(() => connections[1]?.localDescription !== null);
  expect(connections[1]?.transceivers.map(({ direction }) => direction)).toEqual(['inactive', 'inactive']);
  robot.leave();
});

it('closes the connection to a peer that left', async () => {
  void room.join('r');
  const socket = await enter(0, 'm', 'a');
  socket.say({ type: 'bye', room: 'r', id: 'a', reason: 'left', seq: 2 });
  expect(log).toEqual(['+a', '-a']);
  expect(connections[0]?.signalingState).toBe('closed');
});

it('keeps every connection while signaling is away, and replaces them by what a fresh join says', async () => {
  void room.join('r');
  (await enter(0, 'm', 'a', 'b')).lose();
  await vi.waitUntil(() => sockets[1]);
  expect(connections.map((connection) => connection.signalingState)).toEqual(['stable', 'stable']);
  log.length = 0;
  await enter(1, 'm2', 'b', 'c');
  expect(log).toEqual(['-a', '+b', '+c']);
  expect(connections.map((connection) => connection.signalingState)).toEqual([
    'closed',
    'closed',
    'stable',
    'stable',
  ]);
});

it('keeps its connections through a resume, and takes in who came and went meanwhile', async () => {
  void room.join('r');
  (await enter(0, 'm', 'a', 'b')).lose();
  log.length = 0;
  await enter(1, 'm', 'b', 'c');
  expect(log).toEqual(['-a', '+c']);
  expect(connections.map((connection) => connection.signalingState)).toEqual(['closed', 'stable', 'stable']);
});

it('takes no notice of the ghost of its own last visit', async () => {
  void room.join('r');
  (await enter(0, 'm')).lose();
  const socket = await enter(1, 'm2', 'm');
  expect(log).toEqual([]);
  socket.say({ type: 'bye', room: 'r', id: 'm', reason: 'lost', seq: 3 });
  expect(log).toEqual([]);
});

it('takes a resync for the whole truth and leaves alone what it already had', async () => {
  void room.join('r');
  const socket = await enter(0, 'm', 'a', 'b');
  socket.say({ type: 'resync', room: 'r', peers: [{ id: 'b' }, { id: 'c' }], seq: 7 });
  expect(log).toEqual(['+a', '+b', '-a', '+c']);
  expect(connections[1]?.signalingState).toBe('stable');
});

it('keeps a signal that overtook the news of its sender', async () => {
  void room.join('r');
  const socket = await enter(0, 'm');
  socket.say({ type: 'message', room: 'r', from: 'z', data: { type: 'offer', sdp: 'early' } });
  socket.say({ type: 'otherjoin', room: 'r', id: 'z', seq: 2 });
  await vi.waitUntil(() => connections[0]?.described.length === 1);
  expect(connections[0]?.described).toEqual(['early']);
});
