import { startMockServer } from '@parley/mock-server/mock-server';
import type { MockServer } from '@parley/mock-server/mock-server';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { IdleConnection } from '../test-support/idle-connection.ts';
import { Room } from './room.ts';
import { SignalingConnection } from './signaling-connection.ts';

/** The ids that the server gives, in the order of joining. */
const ids: string[] = [];
const others: SignalingConnection[] = [];
const connections: IdleConnection[] = [];
const log: string[] = [];
let server: MockServer;
let room: Room;

beforeEach(async () => {
  vi.stubGlobal('MediaStream', EventTarget);
  server = await startMockServer({ nextId: () => ids.shift() ?? expect.fail('no id is left') });
  for (const list of [ids, others, connections, log]) list.length = 0;
  room = new Room(options());
  room.on('peer', ({ id }) => void log.push(`+${id}`));
  room.on('gone', ({ id }) => void log.push(`-${id}`));
});
afterEach(async () => {
  for (const member of [room, ...others]) member.leave();
  await server.close();
  vi.unstubAllGlobals();
});

const options = () => ({
  url: server.url,
  reconnectDelay: () => 0,
  peerConnection: () => openConnection() as unknown as RTCPeerConnection,
});

function openConnection(): IdleConnection {
  const connection = new IdleConnection();
  connections.push(connection);
  return connection;
}

/** Somebody else, who is only there. */
async function visitor(id: string): Promise<SignalingConnection> {
  ids.push(id);
  const connection = new SignalingConnection({ url: server.url });
  others.push(connection);
  await connection.join('r');
  return connection;
}

async function leave(member: SignalingConnection): Promise<void> {
  const { id } = member;
  member.leave();
  await vi.waitUntil(() => server.heard.some(({ peer, text }) => peer === id && text.includes('leave')));
}

async function enter(id: string, entering = room): Promise<void> {
  ids.push(id);
  expect(await entering.join('r')).toMatchObject({ type: 'joined', id });
}

const logged = (...news: string[]) =>
  vi.waitUntil(() => log.length >= news.length).then(() => expect(log).toEqual(news));
const states = () => connections.map(({ signalingState }) => signalingState);

it('connects to those who are there and to those who come, and offers where it is not the polite one', async () => {
  await visitor('a');
  await enter('m');
  await visitor('z');
  await logged('+a', '+z');
  expect(connections.map((connection) => connection.offers)).toEqual([true, false]);
});

it('neither offers nor takes sound and pictures where there is to be data only', async () => {
  await Promise.all([visitor('a'), visitor('z')]);
  const mediaStream = () => new EventTarget() as MediaStream;
  const robot = new Room({ ...options(), dataOnly: true, mediaStream });
  await enter('m', robot);
  expect(connections.map((connection) => connection.offers)).toEqual([false, false]);
  const data = { type: 'offer', sdp: 'sound and picture' };
  server.say({ type: 'message', room: 'r', from: 'z', data }, 'm');
  const answered = await vi.waitUntil(() => connections.find((each) => each.localDescription !== null));
  expect(answered.transceivers.map(({ direction }) => direction)).toEqual(['inactive', 'inactive']);
  robot.leave();
});

it('closes the connection to a peer that left', async () => {
  const ann = await visitor('a');
  await enter('m');
  ann.leave();
  await logged('+a', '-a');
  expect(states()).toEqual(['closed']);
});

it('keeps every connection while signaling is away, and replaces them by what a fresh join says', async () => {
  const ann = await visitor('a');
  await visitor('b');
  await enter('m');
  await logged('+a', '+b');
  log.length = 0;
  const away = new Promise<string[]>((resolve) => {
    room.on('state', ({ name }) => name === 'away' && resolve(states()));
  });
  // What happens now is not told: the fresh join brings it.
  server.harm({ fault: 'drop', type: 'bye', peer: 'm' });
  server.harm({ fault: 'drop', type: 'otherjoin', peer: 'm' });
  await leave(ann);
  await visitor('c');
  ids.push('m2');
  server.cut('m');
  server.forget('m');
  expect(await away).toEqual(['stable', 'stable']);
  await logged('-a', '+b', '+c');
  expect(states()).toEqual(['closed', 'closed', 'stable', 'stable']);
});

it('keeps its connections through a resume, and takes in who came and went meanwhile', async () => {
  const ann = await visitor('a');
  await visitor('b');
  await enter('m');
  await logged('+a', '+b');
  log.length = 0;
  server.harm({ fault: 'drop', type: 'bye', peer: 'm' });
  server.harm({ fault: 'drop', type: 'otherjoin', peer: 'm' });
  await leave(ann);
  await visitor('c');
  server.cut('m');
  await logged('-a', '+c');
  expect(states()).toEqual(['closed', 'stable', 'stable']);
});

it('takes no notice of the ghost of its own last visit', async () => {
  await enter('m');
  const again = new Promise<string>((resolve) => room.on('joined', ({ id }) => resolve(id)));
  server.harm({ fault: 'error', request: 'resume', code: 'session_expired', times: 1 });
  ids.push('m2');
  server.cut('m');
  expect(await again).toBe('m2');
  server.remove('m');
  await visitor('z');
  await logged('+z');
});

it('takes a resync for the whole truth and leaves alone what it already had', async () => {
  await visitor('a');
  await visitor('b');
  await enter('m');
  server.say({ type: 'resync', room: 'r', peers: [{ id: 'b' }, { id: 'c' }], seq: 7 }, 'm');
  await logged('+a', '+b', '-a', '+c');
  expect(connections[1]?.signalingState).toBe('stable');
});

it('keeps a signal that overtook the news of its sender', async () => {
  await enter('m');
  server.say({ type: 'message', room: 'r', from: 'z', data: { type: 'offer', sdp: 'early' } }, 'm');
  server.say({ type: 'otherjoin', room: 'r', id: 'z', seq: 2 }, 'm');
  await vi.waitUntil(() => connections[0]?.described.length === 1);
  expect(connections[0]?.described).toEqual(['early']);
});

it('tells that the server lives when it is woken and the server answers, and not before', async () => {
  await enter('m');
  room.on('alive', () => void log.push('alive'));
  room.on('state', ({ name }) => void log.push(name));
  const pings = () => server.heard.filter(({ text }) => text.includes('ping')).length;
  const silence = server.harm({ fault: 'drop', type: 'pong', peer: 'm' });
  room.wake();
  await vi.waitUntil(() => pings() === 1);
  await visitor('a'); // whose coming is told after the answer that was not
  await logged('+a');
  silence[Symbol.dispose]();
  server.say({ type: 'pong' }, 'm');
  await logged('+a', 'alive');
});
