import { beforeEach, describe, expect, it } from 'vitest';
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

  it('says why there is no room', async () => {
    place.answer = { type: 'full', room: 'r', capacity: 2 };
    const full = { name: 'JoinError', reason: 'full', capacity: 2, message: 'the room is full: it holds 2' };
    await expect(join(ADDRESS, 'r', options)).rejects.toMatchObject(full);
    place.answer = { type: 'error', code: 'unauthorized', message: 'a token is needed' };
    const refused = { reason: 'refused', code: 'unauthorized' };
    await expect(join(ADDRESS, 'r', options)).rejects.toMatchObject(refused);
  });

  it('is called off by a signal, with its reason', async () => {
    place.answer = { type: 'error', code: 'busy', message: 'later' };
    const waiting = new AbortController();
    const states: string[] = [];
    const joining = join(ADDRESS, 'r', {
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
