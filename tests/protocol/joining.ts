import { expect } from 'vitest';
import { TestClient, freshRoom } from '../support/test-client.ts';
import { NotTried, check } from './check.ts';
import type { Check, ProtocolTarget } from './check.ts';

export const joiningChecks: readonly Check[] = [
  check('P-13', 'answers a join with all that a call needs', async (target) => {
    const room = freshRoom();
    await using client = await TestClient.connect(target, { room });
    client.send({ type: 'join', room, name: 'Ann', ref: 'r-1' });
    const joined = await client.next('joined');
    expect(joined).toMatchObject({ room, peers: [], seq: 1, ref: 'r-1' });
    expect(joined.capacity).toBeGreaterThan(0);
    expect(joined.resumeWindowMs).toBeGreaterThanOrEqual(0);
    expect(joined.node).not.toBe('');
  }),

  check(
    'P-14',
    'names a peer by 128 random bits, and gives it a token that nobody guesses',
    async (target) => {
      const room = freshRoom();
      await using ann = await TestClient.join(target, room);
      await using bob = await TestClient.join(target, room);
      for (const { id } of [ann.joined, bob.joined]) expect(id).toMatch(/^[\w-]{22}$/);
      expect(ann.joined.id).not.toBe(bob.joined.id);
      for (const { token } of [ann.joined, bob.joined]) {
        expect(token.length).toBeGreaterThanOrEqual(22);
        expect(token.length).toBeLessThanOrEqual(256);
      }
      expect(ann.joined.token).not.toBe(bob.joined.token);
    },
  ),

  check('P-11', 'does not mind fields that it does not know', async (target) => {
    const room = freshRoom();
    await using client = await TestClient.connect(target, { room });
    client.send({ type: 'join', room, later: { a: 1 } });
    expect((await client.next('joined')).room).toBe(room);
  }),

  check('P-15', 'tells a newcomer who is there, and those who are there of the newcomer', async (target) => {
    const room = freshRoom();
    await using ann = await TestClient.join(target, room, 'Ann');
    await using bob = await TestClient.join(target, room);
    expect(bob.joined).toMatchObject({ peers: [{ id: ann.joined.id, name: 'Ann' }], seq: 2 });
    expect(await ann.next('otherjoin')).toEqual({ type: 'otherjoin', room, id: bob.joined.id, seq: 2 });
  }),

  check('P-9', 'carries a name of 64 characters, whatever they are', async (target) => {
    const room = freshRoom();
    const name = '语🎉é "\\'.padEnd(67, '名');
    expect(Array.from(name)).toHaveLength(66);
    const longest = Array.from(name).slice(0, 64).join('');
    await using ann = await TestClient.join(target, room);
    await using bob = await TestClient.join(target, room, longest);
    expect(await ann.next('otherjoin')).toMatchObject({ id: bob.joined.id, name: longest });
  }),

  check('P-8', 'takes a safe integer as the name of a room', async (target) => {
    const room = String(Math.floor(Math.random() * Number.MAX_SAFE_INTEGER));
    await using ann = await TestClient.connect(target);
    ann.send({ type: 'join', room: Number(room) });
    expect((await ann.next('joined')).room).toBe(room);
    await using bob = await TestClient.join(target, room);
    expect(bob.joined.peers).toHaveLength(1);
  }),

  check('P-16', 'answers the same join again with the same place, and disturbs nobody', async (target) => {
    const room = freshRoom();
    await using ann = await TestClient.join(target, room);
    await using bob = await TestClient.join(target, room);
    await ann.next('otherjoin');
    bob.send({ type: 'join', room, ref: 'again' });
    const again = await bob.next('joined');
    expect(again).toEqual({ ...bob.joined, ref: 'again' });
    bob.send({ type: 'message', room, to: ann.joined.id, data: 'barrier' });
    await ann.next('message');
    expect(await ann.settle()).toEqual([]);
  }),

  check('P-17', 'refuses another room while in one, and leaves the place as it is', async (target) => {
    const room = freshRoom();
    await using ann = await TestClient.join(target, room);
    ann.send({ type: 'join', room: freshRoom(), ref: 'x' });
    expect(await ann.next('error')).toMatchObject({ code: 'already_joined', ref: 'x' });
    await using bob = await TestClient.join(target, room);
    expect(bob.joined.peers).toEqual([{ id: ann.joined.id }]);
  }),

  check(
    'P-18',
    'says that a room is full, and lets the client try again when a place is free',
    async (target) => {
      const room = freshRoom();
      const capacity = await capacityOf(target);
      const members = await Promise.all(
        Array.from({ length: capacity }, () => TestClient.join(target, room)),
      );
      await using late = await TestClient.connect(target, { room });
      late.send({ type: 'join', room, ref: 'late' });
      expect(await late.next('full')).toEqual({ type: 'full', room, capacity, ref: 'late' });
      members[0]?.send({ type: 'leave', room });
      await members[0]?.next('leaved');
      late.send({ type: 'join', room });
      expect((await late.next('joined')).peers).toHaveLength(capacity - 1);
      await Promise.all(members.map((member) => member.close()));
    },
  ),

  check('P-18', 'lets in no more than the capacity when many join at once', async (target) => {
    const room = freshRoom();
    const capacity = await capacityOf(target);
    const clients = await Promise.all(
      Array.from({ length: capacity + 14 }, () => TestClient.connect(target, { room })),
    );
    for (const client of clients) client.send({ type: 'join', room });
    const outcomes = await Promise.all(clients.map((client) => client.nextOf(['joined', 'full'])));
    expect(outcomes.filter((outcome) => outcome.type === 'joined')).toHaveLength(capacity);
    expect(outcomes.filter((outcome) => outcome.type === 'full')).toHaveLength(14);
    await Promise.all(clients.map((client) => client.close()));
  }),

  check('P-19', 'numbers every change of the membership by one', async (target) => {
    const room = freshRoom();
    await using ann = await TestClient.join(target, room);
    for (let round = 0; round < 3; round += 1) {
      await using guest = await TestClient.join(target, room);
      expect((await ann.next('otherjoin')).seq).toBe(2 + round * 2);
      await guest.close();
      expect((await ann.next('bye')).seq).toBe(3 + round * 2);
    }
  }),
];

const MOST_CLIENTS = 50;

async function capacityOf(target: ProtocolTarget): Promise<number> {
  await using client = await TestClient.join(target, freshRoom());
  const { capacity } = client.joined;
  if (capacity > MOST_CLIENTS)
    throw new NotTried(`a room holds ${capacity}; no more than ${MOST_CLIENTS} are tried`);
  return capacity;
}
