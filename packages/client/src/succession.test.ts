import { CLOSE_CODES } from '@parley/shared/close-codes';
import { describe, expect, it, vi } from 'vitest';
import type { ServerMessage } from './messages.ts';
import { Succession } from './succession.ts';
import type { SignalingSocket } from './signaling-socket.ts';
import type { StayHandlers } from './stay.ts';

const resumed: ServerMessage = {
  type: 'resumed',
  room: 'r',
  id: 'a',
  peers: [],
  capacity: 2,
  token: 't',
  resumeWindowMs: 1,
  iceServers: [],
  iceTtlMs: 1,
  node: 'n',
  seq: 1,
};
const word = (data: string): ServerMessage => ({ type: 'message', room: 'r', from: 'b', data });

/** A succession whose sockets are the test's own. */
function begin() {
  const sockets: { handlers: StayHandlers; sent: string[]; closed: number[] }[] = [];
  const heard: unknown[] = [];
  const ends: unknown[] = [];
  const succession = new Succession({
    start: (handlers) => {
      const socket = { handlers, sent: [] as string[], closed: [] as number[] };
      sockets.push(socket);
      return {
        send: ({ type }: { type: string }) => socket.sent.push(type) > 0,
        close: (code: number) => {
          socket.closed.push(code);
          handlers.ended(1, { kind: 'closed', code });
        },
      } as unknown as SignalingSocket;
    },
    retryMs: (attempt) => (attempt < 2 ? 0 : null),
    heard: (message) => void heard.push(message.type === 'message' ? message.data : message.type),
    ended: (_heldMs, setback) => void ends.push(setback),
  });
  const socket = (index: number) => vi.waitUntil(() => sockets[index]);
  return { succession, sockets, socket, heard, ends };
}

describe('Succession', () => {
  it('speaks on the new socket from its first word on, and hears the old one out first', async () => {
    const { succession, socket, heard, ends } = begin();
    const old = await socket(0);
    old.handlers.heard({ type: 'reconnect', afterMs: 0 });
    const next = await socket(1);
    old.handlers.heard(word('one'));
    expect(succession.send({ type: 'ping' })).toBe(true);
    next.handlers.heard(resumed);
    next.handlers.heard(word('three'));
    succession.send({ type: 'ping' });
    old.handlers.heard(word('two'));
    expect([old.sent, next.sent]).toEqual([['ping'], ['ping']]);
    expect(heard).toEqual(['reconnect', 'one', 'two']);
    old.handlers.ended(1, { kind: 'closed', code: CLOSE_CODES.takenOver });
    expect(heard).toEqual(['reconnect', 'one', 'two', 'resumed', 'three']);
    expect(ends).toEqual([]);
  });

  it('closes an old socket that does not end by itself, as one who resumed', async () => {
    const { socket, heard, ends } = begin();
    const old = await socket(0);
    old.handlers.heard({ type: 'reconnect', afterMs: 0 });
    (await socket(1)).handlers.heard(resumed);
    await vi.waitUntil(() => heard.includes('resumed'), { timeout: 5_000 });
    expect(old.closed).toEqual([CLOSE_CODES.storeLost]);
    expect(ends).toEqual([]);
  });

  it('stays with the old socket while no new one comes up, and stops trying when told to', async () => {
    const { succession, sockets, socket, ends } = begin();
    (await socket(0)).handlers.heard({ type: 'reconnect', afterMs: 0 });
    for (const index of [1, 2, 3]) {
      (await socket(index)).handlers.ended(undefined, { kind: 'closed', code: 1006 });
    }
    expect(succession.send({ type: 'ping' })).toBe(true);
    expect(sockets[0]?.sent).toEqual(['ping']);
    expect(ends).toEqual([]);
  });

  it('is over when the old socket ends before a new one is up', async () => {
    const { socket, ends } = begin();
    const old = await socket(0);
    old.handlers.heard({ type: 'reconnect', afterMs: 0 });
    const next = await socket(1);
    old.handlers.ended(1, { kind: 'closed', code: 1012 });
    expect(ends).toEqual([{ kind: 'closed', code: 1012 }]);
    expect(next.closed).toEqual([CLOSE_CODES.storeLost]);
    next.handlers.heard(resumed);
  });

  it('passes on what the new socket said, where it ends before the old one does', async () => {
    const { socket, heard, ends } = begin();
    (await socket(0)).handlers.heard({ type: 'reconnect', afterMs: 0 });
    const next = await socket(1);
    next.handlers.heard(resumed);
    next.handlers.ended(1, { kind: 'closed', code: 1006 });
    expect(heard).toEqual(['reconnect', 'resumed']);
    expect(ends).toEqual([{ kind: 'closed', code: 1006 }]);
  });

  it('changes over again where the next node goes away too', async () => {
    const { socket, heard } = begin();
    (await socket(0)).handlers.heard({ type: 'reconnect', afterMs: 0 });
    const next = await socket(1);
    next.handlers.heard(resumed);
    next.handlers.heard({ type: 'reconnect', afterMs: 0 });
    (await socket(0)).handlers.ended(1, { kind: 'closed', code: CLOSE_CODES.takenOver });
    (await socket(2)).handlers.heard(resumed);
    next.handlers.ended(1, { kind: 'closed', code: CLOSE_CODES.takenOver });
    expect(heard).toEqual(['reconnect', 'resumed', 'reconnect', 'resumed']);
  });
});
