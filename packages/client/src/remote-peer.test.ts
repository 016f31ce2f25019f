import { beforeEach, expect, it, vi } from 'vitest';
import { IdleConnection } from '../test-support/idle-connection.ts';
import { emptyLocalMedia } from './local-media.ts';
import { RemotePeer } from './remote-peer.ts';
import type { PeerView } from './remote-peer.ts';

/** Its state and its channels are the test's to say. */
class WatchedConnection extends IdleConnection {
  connectionState: RTCPeerConnectionState = 'new';
  restarts = 0;
  readonly channels: { readyState: string; send: () => void; dispatchEvent: (event: Event) => boolean }[] =
    [];

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
    stream: new EventTarget() as MediaStream,
    send: () => {},
    changed: (view) => void seen.push(view),
    text: () => {},
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
  expect([peer.view.hears, peer.say('early')]).toEqual([false, false]);
  channel.readyState = 'open';
  channel.dispatchEvent(new Event('open'));
  expect([peer.view.hears, peer.say('hello')]).toEqual([true, true]);
  channel.readyState = 'closed';
  channel.dispatchEvent(new Event('close'));
  expect([peer.view.hears, peer.say('late')]).toEqual([false, false]);
});
