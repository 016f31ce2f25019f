import { beforeEach, expect, it, vi } from 'vitest';
import { IdleConnection } from '../test-support/idle-connection.ts';
import { emptyLocalMedia } from './local-media.ts';
import { RemotePeer } from './remote-peer.ts';
import type { PeerView } from './peer-view.ts';

/** Its state and its channels are the test's to say. */
class WatchedConnection extends IdleConnection {
  connectionState: RTCPeerConnectionState = 'new';
  restarts = 0;
  readonly channels: { readyState: string; send: () => void; dispatchEvent: (event: Event) => boolean }[] =
    [];

  bring(kind: string): void {
    this.dispatchEvent(Object.assign(new Event('track'), { track: { kind } }));
  }

  restartIce(): void {
    this.restarts += 1;
  }

  become(state: RTCPeerConnectionState): void {
    this.connectionState = state;
    this.dispatchEvent(new Event('connectionstatechange'));
  }

  override createDataChannel() {
    const channel = Object.assign(super.createDataChannel(), { send: () => {} });
    this.channels.push(channel);
    return channel;
  }
}

/** A stream whose tracks are counted. */
class CountedStream extends EventTarget {
  readonly kinds: string[] = [];

  addTrack({ kind }: { kind: string }): void {
    this.kinds.push(kind);
  }
}

const [faces, screens] = [new CountedStream(), new CountedStream()];
let connection: WatchedConnection;
let peer: RemotePeer;
let seen: PeerView[];

beforeEach(() => {
  connection = new WatchedConnection();
  seen = [];
  peer = new RemotePeer({
    id: 'b',
    name: 'Bob',
    polite: false,
    connection: connection as unknown as RTCPeerConnection,
    media: emptyLocalMedia(),
    grant: { servers: [], grantedAt: 0, ttlMs: 0 },
    outgoing: undefined,
    stream: faces as unknown as MediaStream,
    screen: screens as unknown as MediaStream,
    send: () => {},
    changed: (view) => void seen.push(view),
    text: () => {},
    reaction: () => {},
    reading: () => {},
    file: () => {},
    askForIce: () => {},
    fault: (step, error) => expect.fail(`${step}: ${String(error)}`),
  });
});

const path = () => `${peer.view.path} ${peer.view.restarts}`;

it('tells how often it has looked for a new path, until there is one', () => {
  const told = (
    ['connecting', 'connected', 'disconnected', 'failed', 'connecting', 'failed', 'connected'] as const
  ).map((state) => {
    connection.become(state);
    return path();
  });
  expect(told).toEqual([
    'connecting 0',
    'connected 0',
    'interrupted 0',
    'interrupted 1',
    'interrupted 1',
    'interrupted 2',
    'connected 0',
  ]);
  expect(connection.restarts).toBe(2);
});

it('counts on the first way to a peer, too', () => {
  connection.become('failed');
  expect(path()).toBe('connecting 1');
  expect(seen).toHaveLength(1);
});

it('tells from when on a peer hears what is said, and until when', async () => {
  await vi.waitUntil(() => connection.channels.length > 0);
  const [channel = expect.fail('no channel')] = connection.channels;
  expect([peer.view.hears, peer.say({ type: 'text', text: 'early' })]).toEqual([false, false]);
  channel.readyState = 'open';
  channel.dispatchEvent(new Event('open'));
  expect([peer.view.hears, peer.say({ type: 'text', text: 'hello' })]).toEqual([true, true]);
  channel.send = () => {
    throw new DOMException('the buffer is full', 'OperationError');
  };
  expect(peer.say({ type: 'text', text: 'one too many' })).toBe(false);
  channel.readyState = 'closed';
  channel.dispatchEvent(new Event('close'));
  expect([peer.view.hears, peer.say({ type: 'text', text: 'late' })]).toEqual([false, false]);
});

it('shows a screen once there is both its track and the word of it', async () => {
  await vi.waitUntil(() => connection.channels.length > 0);
  const say = (screen: boolean) => {
    const data = JSON.stringify({ type: 'media', audio: true, video: true, screen, held: false });
    connection.channels[0]?.dispatchEvent(new MessageEvent('message', { data }));
    return peer.view.screen === undefined ? 'none' : 'shown';
  };
  for (const kind of ['audio', 'video']) connection.bring(kind);
  expect([say(false), say(true)]).toEqual(['none', 'none']);
  connection.bring('video');
  expect(peer.view.screen).toBe(screens);
  expect([faces.kinds, screens.kinds]).toEqual([['audio', 'video'], ['video']]);
  expect([say(false), say(true)]).toEqual(['none', 'shown']);
});
