import { startMockServer } from '@parley/mock-server/mock-server';
import type { MockServer } from '@parley/mock-server/mock-server';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { IdleConnection } from '../test-support/idle-connection.ts';
import { MemoryRoom } from '../test-support/memory-room.ts';
import { join } from './join.ts';
import type { JoinOptions } from './join.ts';

const ADDRESS = 'ws://memory.test/ws';
let place: MemoryRoom;
let options: JoinOptions;

beforeEach(() => {
  place = new MemoryRoom('me', 'a', 'b');
  options = {
    webSocket: place.socketOf('me'),
    reconnectDelay: () => 0,
    mediaStream: () => new EventTarget() as MediaStream,
    peerConnection: () => new IdleConnection() as unknown as RTCPeerConnection,
  };
});

describe('join', () => {
  it('gives a room that tells of those who were there before one listened', async () => {
    const room = await join(ADDRESS, 'r', options);
    const seen: string[] = [];
    room.on('peer', ({ id }) => void seen.push(id));
    expect(seen).toEqual(['a', 'b']);
    expect(room.peers.map(({ id }) => id)).toEqual(['a', 'b']);
    room.leave();
  });

  it('hands over what peers send, and tells when what was sent has arrived', async () => {
    const room = await join(ADDRESS, 'r', options);
    const heard: unknown[] = [];
    room.on('message', (message) => void heard.push(message));
    place.speak('a', 'me', { any: 'json' });
    expect(heard).toEqual([{ from: 'a', data: { any: 'json' } }]);
    const fate = room.send('b', { any: 'json' });
    place.speak('b', 'me', 'a word without a number');
    expect(await fate).toBe('said');
    room.leave();
  });
});

describe('a join that does not come to a room', () => {
  let server: MockServer;

  beforeEach(async () => {
    server = await startMockServer({ capacity: 2 });
    options = { ...options, webSocket: undefined };
  });
  afterEach(() => server.close());

  it('says why', async () => {
    const ends = [
      [{ fault: 'full' }, { reason: 'full', capacity: 2, message: 'the room is full: it holds 2' }],
      [
        { fault: 'error', request: 'join', code: 'unauthorized' },
        { reason: 'refused', code: 'unauthorized' },
      ],
      [
        { fault: 'unreachable', status: 503 },
        { reason: 'unreachable', closeCode: 1006 },
      ],
    ] as const;
    for (const [fault, end] of ends) {
      const harm = server.harm(fault);
      await expect(join(server.url, 'r', options)).rejects.toMatchObject({ name: 'JoinError', ...end });
      harm[Symbol.dispose]();
    }
  });

  it('is called off by a signal, with its reason', async () => {
    server.harm({ fault: 'error', request: 'join', code: 'busy' });
    const waiting = new AbortController();
    const states: string[] = [];
    const joining = join(server.url, 'r', {
      ...options,
      reconnectDelay: () => 60_000,
      signal: waiting.signal,
      onState: (state) => {
        states.push(state.name);
        if (state.name === 'joining' && state.retryInMs !== undefined)
          waiting.abort(new Error('changed my mind'));
      },
    });
    await expect(joining).rejects.toThrow('changed my mind');
    expect(states).toEqual(['joining', 'joining', 'left']);
  });
});
