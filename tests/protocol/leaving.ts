import { expect } from 'vitest';
import { TestClient, freshRoom } from '../support/test-client.ts';
import { NotTried, check } from './check.ts';
import type { Check } from './check.ts';

const LONGEST_WAIT_MS = 60_000;

export const leavingChecks: readonly Check[] = [
  check('P-31', 'answers a leave, and tells the others at once', async (target) => {
    const room = freshRoom();
    await using ann = await TestClient.join(target, room);
    await using bob = await TestClient.join(target, room);
    bob.send({ type: 'leave', room, ref: 'l' });
    expect(await bob.next('leaved')).toEqual({ type: 'leaved', room, id: bob.joined.id, ref: 'l' });
    expect(await ann.next('bye')).toEqual({ type: 'bye', room, id: bob.joined.id, reason: 'left', seq: 3 });
  }),

  check('P-32', 'lets a client that left join again, as somebody new', async (target) => {
    const room = freshRoom();
    await using ann = await TestClient.join(target, room);
    await using bob = await TestClient.join(target, room);
    bob.send({ type: 'leave', room });
    bob.send({ type: 'join', room });
    const again = await bob.next('joined');
    expect(again.id).not.toBe(bob.joined.id);
    expect(again.peers).toEqual([{ id: ann.joined.id }]);
  }),

  ...[1000, 1001, undefined].map((code) =>
    check('P-34', `takes a closed tab (code ${code ?? 'none'}) as leaving`, async (target) => {
      const room = freshRoom();
      await using ann = await TestClient.join(target, room);
      const bob = await TestClient.join(target, room);
      await bob.close(code);
      expect(await ann.next('bye')).toMatchObject({ id: bob.joined.id, reason: 'left' });
    }),
  ),

  check('P-26', 'lets nobody reach one who left', async (target) => {
    const room = freshRoom();
    await using ann = await TestClient.join(target, room);
    await using bob = await TestClient.join(target, room);
    bob.send({ type: 'leave', room });
    await ann.next('bye');
    ann.send({ type: 'message', room, to: bob.joined.id, data: 1 });
    expect(await ann.next('error')).toMatchObject({ code: 'unknown_peer', to: bob.joined.id });
    bob.send({ type: 'message', room, to: ann.joined.id, data: 1 });
    expect(await bob.next('error')).toMatchObject({ code: 'not_in_room' });
  }),

  check('P-33', 'refuses to leave a room one is not in', async (target) => {
    await using ann = await TestClient.join(target, freshRoom());
    ann.send({ type: 'leave', room: 'another', ref: 'q' });
    expect(await ann.next('error')).toMatchObject({ code: 'not_in_room', room: 'another', ref: 'q' });
  }),

  check(
    'P-35',
    'keeps the place of a dropped connection for the window, then says bye, lost',
    async (target) => {
      const room = freshRoom();
      await using ann = await TestClient.join(target, room);
      const bob = await TestClient.join(target, room);
      const { resumeWindowMs } = bob.joined;
      if (resumeWindowMs > LONGEST_WAIT_MS) throw new NotTried(`the resume window is ${resumeWindowMs} ms`);
      await bob.cut();
      await using eve = await TestClient.join(target, room);
      expect(eve.joined.peers.map((peer) => peer.id)).toContain(bob.joined.id);
      expect(await ann.next('bye', resumeWindowMs + 5_000)).toMatchObject({
        id: bob.joined.id,
        reason: 'lost',
      });
      const { id, token } = bob.joined;
      eve.send({ type: 'message', room, to: id, data: 1 });
      expect(await eve.next('error')).toMatchObject({ code: 'unknown_peer' });
      await using late = await TestClient.connect(target, { room });
      late.send({ type: 'resume', room, id, token });
      expect(await late.next('error')).toMatchObject({ code: 'session_expired' });
    },
  ),

  check(
    'P-36',
    'says one bye for a peer that left and closes then, and none for one that is there',
    async (target) => {
      const room = freshRoom();
      await using ann = await TestClient.join(target, room);
      await using bob = await TestClient.join(target, room);
      const eve = await TestClient.join(target, room);
      eve.send({ type: 'leave', room });
      await eve.next('leaved');
      await eve.close(3001);
      expect(await ann.next('bye')).toMatchObject({ id: eve.joined.id });
      // Whatever else is said of her was said before the next to come.
      await using late = await TestClient.join(target, room);
      while ((await ann.next('otherjoin')).id !== late.joined.id);
      bob.send({ type: 'message', room, to: ann.joined.id, data: 'barrier' });
      await ann.next('message');
      expect((await ann.settle()).map((message) => message.type)).toEqual([]);
    },
  ),
];
