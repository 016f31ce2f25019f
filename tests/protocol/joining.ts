import { expect, it } from 'vitest';
import { TestClient, freshRoom } from '../support/test-client.ts';
import type { ProtocolTarget } from './protocol-suite.ts';

export function joiningTests(target: () => ProtocolTarget): void {
  it('answers a join with all that a call needs', async () => {
    const room = freshRoom();
    await using client = await TestClient.connect(target(), { room });
    client.send({ type: 'join', room, name: 'Ann', ref: 'r-1' });
    const joined = await client.next('joined');
    expect(joined).toMatchObject({
      room,
      peers: [],
      capacity: 6,
      resumeWindowMs: 20_000,
      seq: 1,
      ref: 'r-1',
    });
    expect(joined.id).toMatch(/^[\w-]{22}$/);
    expect(joined.token.length).toBeGreaterThanOrEqual(22);
    expect(joined.token.length).toBeLessThanOrEqual(256);
    expect(joined.iceTtlMs).toBe(3_600_000);
    expect(joined.node).not.toBe('');
  });

  it('tells a newcomer who is there, and those who are there of the newcomer', async () => {
    const room = freshRoom();
    await using ann = await TestClient.join(target(), room, 'Ann');
    await using bob = await TestClient.join(target(), room);
    expect(bob.joined).toMatchObject({ peers: [{ id: ann.joined.id, name: 'Ann' }], seq: 2 });
    expect(await ann.next('otherjoin')).toEqual({ type: 'otherjoin', room, id: bob.joined.id, seq: 2 });
  });

  it('carries a name of 64 characters, whatever they are', async () => {
    const room = freshRoom();
    const name = '语🎉é "\\'.padEnd(67, '名');
    expect(Array.from(name)).toHaveLength(66);
    const longest = Array.from(name).slice(0, 64).join('');
    await using ann = await TestClient.join(target(), room);
    await using bob = await TestClient.join(target(), room, longest);
    expect(await ann.next('otherjoin')).toMatchObject({ id: bob.joined.id, name: longest });
  });

  it('takes a safe integer as the name of a room', async () => {
    const room = String(Math.floor(Math.random() * Number.MAX_SAFE_INTEGER));
    await using ann = await TestClient.connect(target());
    ann.send({ type: 'join', room: Number(room) });
    expect((await ann.next('joined')).room).toBe(room);
    await using bob = await TestClient.join(target(), room);
    expect(bob.joined.peers).toHaveLength(1);
  });

  it('answers the same join again with the same place, and disturbs nobody', async () => {
    const room = freshRoom();
    await using ann = await TestClient.join(target(), room);
    await using bob = await TestClient.join(target(), room);
    await ann.next('otherjoin');
    bob.send({ type: 'join', room, ref: 'again' });
    const again = await bob.next('joined');
    expect(again).toEqual({ ...bob.joined, ref: 'again' });
    bob.send({ type: 'message', room, to: ann.joined.id, data: 'barrier' });
    await ann.next('message');
    expect(await ann.settle()).toEqual([]);
  });

  it('refuses another room while in one, and leaves the place as it is', async () => {
    const room = freshRoom();
    await using ann = await TestClient.join(target(), room);
    ann.send({ type: 'join', room: freshRoom(), ref: 'x' });
    expect(await ann.next('error')).toMatchObject({ code: 'already_joined', ref: 'x' });
    await using bob = await TestClient.join(target(), room);
    expect(bob.joined.peers).toEqual([{ id: ann.joined.id }]);
  });

  it('says that a room is full, and lets the client try again when a place is free', async () => {
    const room = freshRoom();
    const members = await Promise.all(Array.from({ length: 6 }, () => TestClient.join(target(), room)));
    await using late = await TestClient.connect(target(), { room });
    late.send({ type: 'join', room, ref: 'late' });
    expect(await late.next('full')).toEqual({ type: 'full', room, capacity: 6, ref: 'late' });
    members[0]?.send({ type: 'leave', room });
    await members[0]?.next('leaved');
    late.send({ type: 'join', room });
    expect((await late.next('joined')).peers).toHaveLength(5);
    await Promise.all(members.map((member) => member.close()));
  });

  it('lets in no more than the capacity when many join at once', async () => {
    const room = freshRoom();
    const clients = await Promise.all(
      Array.from({ length: 20 }, () => TestClient.connect(target(), { room })),
    );
    for (const client of clients) client.send({ type: 'join', room });
    const outcomes = await Promise.all(clients.map((client) => client.nextOf(['joined', 'full'])));
    expect(outcomes.filter((outcome) => outcome.type === 'joined')).toHaveLength(6);
    expect(outcomes.filter((outcome) => outcome.type === 'full')).toHaveLength(14);
    await Promise.all(clients.map((client) => client.close()));
  });

  it('numbers every change of the membership by one', async () => {
    const room = freshRoom();
    await using ann = await TestClient.join(target(), room);
    for (let round = 0; round < 3; round += 1) {
      await using guest = await TestClient.join(target(), room);
      expect((await ann.next('otherjoin')).seq).toBe(2 + round * 2);
      await guest.close();
      expect((await ann.next('bye')).seq).toBe(3 + round * 2);
    }
  });
}
