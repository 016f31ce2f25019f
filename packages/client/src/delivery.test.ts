import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { MemoryRoom } from '../test-support/memory-room.ts';
import { Delivery, MAX_DATA_BYTES } from './delivery.ts';
import type { SignalingConnection } from './signaling-connection.ts';

const connections: SignalingConnection[] = [];

async function enter(room: MemoryRoom, id: string) {
  const connection = await room.enter(id);
  connections.push(connection);
  const delivery = new Delivery(connection);
  const heard: unknown[] = [];
  delivery.on('message', ({ data }) => void heard.push(data));
  return { delivery, heard, connection };
}

/** What a promise gives, with as much time as it takes. */
async function inTime<T>(promise: Promise<T>): Promise<T> {
  await vi.advanceTimersByTimeAsync(120_000);
  return promise;
}

describe('Delivery', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    for (const connection of connections.splice(0)) connection.leave();
    vi.useRealTimers();
  });

  it('says again what was lost, drops what came twice, and tells when it arrived', async () => {
    const room = new MemoryRoom('a', 'b');
    const a = await enter(room, 'a');
    const b = await enter(room, 'b');
    await inTime(a.delivery.send('b', 'hello'));
    let count = 0;
    // Every third is lost, every fourth comes twice; for a while, lest the harm keep step with the repetitions.
    room.fate = () => {
      count += 1;
      if (count % 3 === 0 && count < 20) return 0;
      return count % 4 === 0 ? 2 : 1;
    };
    const fates = Promise.all([1, 2, 3, 4, 5, 6, 7, 8].map((number) => a.delivery.send('b', number)));
    expect(await inTime(fates)).toEqual(Array.from({ length: 8 }, () => 'arrived'));
    expect(b.heard).toEqual(['hello', 1, 2, 3, 4, 5, 6, 7, 8]);
  });

  it('keeps what is said while the connection is away, and says it after the resume', async () => {
    const room = new MemoryRoom('a', 'b');
    const a = await enter(room, 'a');
    const b = await enter(room, 'b');
    room.cut('a');
    const fate = a.delivery.send('b', { while: 'away' });
    expect(b.heard).toEqual([]);
    expect(await inTime(fate)).toBe('arrived');
    expect(b.heard).toEqual([{ while: 'away' }]);
  });

  it('says once, and readably, what is for a client without numbers', async () => {
    const room = new MemoryRoom('a', 'raw');
    const { delivery, heard } = await enter(room, 'a');
    const fate = delivery.send('raw', { hello: 1 });
    room.speak('raw', 'a', 'what?');
    expect(await fate).toBe('said');
    expect(await delivery.send('raw', ['as', 'it', 'is'])).toBe('said');
    await vi.advanceTimersByTimeAsync(120_000);
    expect(room.words).toMatchObject([{ data: { hello: 1 } }, { data: ['as', 'it', 'is'] }]);
    expect(room.words[1]?.data).toEqual(['as', 'it', 'is']);
    expect(heard).toEqual(['what?']);
  });

  it('finds out by itself that a silent client has no numbers, and never says anything twice to it', async () => {
    const room = new MemoryRoom('a', 'raw');
    const { delivery } = await enter(room, 'a');
    const fate = delivery.send('raw', { hello: 1 });
    expect(await inTime(fate)).toBe('said');
    const meant = room.words.filter(({ data }) => (data as { hello?: number }).hello === 1);
    expect(meant).toHaveLength(1);
  });

  it('does not replay what went stale, and goes on after it', async () => {
    const room = new MemoryRoom('a', 'b');
    const a = await enter(room, 'a');
    const b = await enter(room, 'b');
    await inTime(a.delivery.send('b', 'hello'));
    let stale = false;
    room.fate = () => 0;
    a.delivery.sendOwn('b', { type: 'offer', sdp: 'old' }, () => stale);
    stale = true;
    room.fate = () => 1;
    const fate = a.delivery.send('b', 'next');
    expect(await inTime(fate)).toBe('arrived');
    expect(b.heard).toEqual(['hello', 'next']);
  });

  it('tells that a peer was gone before it had heard', async () => {
    const room = new MemoryRoom('a', 'b');
    const a = await enter(room, 'a');
    const fate = a.delivery.send('b', 'anybody?');
    room.tell('a', { type: 'bye', room: 'r', id: 'b', reason: 'lost', seq: 2 });
    expect(await fate).toBe('gone');
    expect(await a.delivery.send('b', 'still?')).toBe('gone');
    expect(await a.delivery.send('nobody', 1)).toBe('gone');
  });

  it('hears what overtook the news of its sender', async () => {
    const room = new MemoryRoom('a', 'b');
    const { delivery, heard } = await enter(room, 'a');
    const order: string[] = [];
    delivery.on('otherjoin', ({ id }) => void order.push(`+${id}`));
    delivery.on('message', ({ from }) => void order.push(from));
    room.speak('c', 'a', 'early');
    expect(heard).toEqual([]);
    room.tell('a', { type: 'otherjoin', room: 'r', id: 'c', seq: 2 });
    expect(order).toEqual(['+c', 'c']);
  });

  it('refuses what no frame can hold, and says what to do', async () => {
    const { delivery } = await enter(new MemoryRoom('a', 'b'), 'a');
    expect(() => delivery.send('b', 'x'.repeat(MAX_DATA_BYTES))).toThrow(/60000 bytes.*send a file/);
    expect(() => delivery.send('b', undefined)).toThrow(/JSON/);
  });
});
