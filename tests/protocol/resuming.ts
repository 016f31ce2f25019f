import { expect } from 'vitest';
import { TestClient, freshRoom } from '../support/test-client.ts';
import { NotTried, check } from './check.ts';
import type { Check } from './check.ts';

// 3001 tells the server of a loss in a moment that the client can wait for; what is written to a socket that was cut
// without a word is lost with it.
function resume(client: TestClient, joined: { room: string; id: string; token: string; seq: number }): void {
  const { room, id, token, seq } = joined;
  client.send({ type: 'resume', room, id, token, seq, ref: 'back' });
}

export const resumingChecks: readonly Check[] = [
  check('P-37', 'gives a dropped session its place back, and the others notice nothing', async (target) => {
    const room = freshRoom();
    await using ann = await TestClient.join(target, room);
    const bob = await TestClient.join(target, room, 'Bob');
    await ann.next('otherjoin');
    await bob.cut();
    await using again = await TestClient.connect(target, { room });
    resume(again, bob.joined);
    const resumed = await again.next('resumed');
    expect(resumed).toMatchObject({
      room,
      id: bob.joined.id,
      peers: [{ id: ann.joined.id }],
      seq: 2,
      ref: 'back',
    });
    expect(resumed.token).not.toBe(bob.joined.token);
    again.send({ type: 'message', room, to: ann.joined.id, data: 'back' });
    expect(await ann.next('message')).toMatchObject({ from: bob.joined.id, data: 'back' });
    expect(await ann.settle()).toEqual([]);
    ann.send({ type: 'message', room, to: bob.joined.id, data: 'welcome' });
    expect((await again.next('message')).data).toBe('welcome');
  }),

  check('P-38', 'hands over what was sent meanwhile, in order, behind resumed', async (target) => {
    const room = freshRoom();
    await using ann = await TestClient.join(target, room);
    const bob = await TestClient.join(target, room);
    await bob.close(3001);
    const sent = Array.from({ length: 60 }, (_, index) => index);
    for (const data of sent) ann.send({ type: 'message', room, to: bob.joined.id, data });
    expect((await ann.settle()).filter((message) => message.type === 'error')).toEqual([]);
    await using again = await TestClient.connect(target, { room });
    resume(again, bob.joined);
    for (const data of sent) expect((await again.next('message')).data).toBe(data);
    expect(JSON.parse(again.frames[0] ?? '')).toMatchObject({ type: 'resumed' });
  }),

  check(
    'P-38',
    'keeps what it could not hand over, as for a client that resumes and is gone before the answer',
    async (target) => {
      const room = freshRoom();
      await using ann = await TestClient.join(target, room);
      const bob = await TestClient.join(target, room);
      await bob.close(3001);
      for (const data of [1, 2, 3]) ann.send({ type: 'message', room, to: bob.joined.id, data });
      await ann.settle();
      const hasty = await TestClient.connect(target, { room });
      resume(hasty, bob.joined);
      await hasty.close(3001);
      await using again = await TestClient.connect(target, { room });
      resume(again, bob.joined);
      const heard: unknown[] = [];
      // What the server had written before it read of the close did arrive.
      while (hasty.has('message')) heard.push((await hasty.next('message')).data);
      while (heard.length < 3) heard.push((await again.next('message')).data);
      expect(heard).toEqual([1, 2, 3]);
    },
  ),

  check('P-39', 'tells a sender when no more can be kept', async (target) => {
    const room = freshRoom();
    await using ann = await TestClient.join(target, room);
    const bob = await TestClient.join(target, room);
    await bob.close(3001);
    const data = 'x'.repeat(60_000);
    for (let sent = 0; sent < 20; sent += 1) {
      ann.send({ type: 'message', room, to: bob.joined.id, data, ref: String(sent) });
    }
    await ann.next('otherjoin');
    const [error] = await ann.settle();
    if (!error) throw new NotTried('the server keeps more than 1.2 MB for a peer that is away');
    expect(error).toMatchObject({ type: 'error', code: 'undeliverable', room, to: bob.joined.id });
    if (error.type !== 'error') return;
    expect(Number(error.ref)).toBeGreaterThanOrEqual(16);
    await using again = await TestClient.connect(target, { room });
    resume(again, bob.joined);
    for (let kept = 0; kept < Number(error.ref); kept += 1) await again.next('message');
  }),

  check('P-40', 'takes over from a socket that still lives, which is closed with 4501', async (target) => {
    const room = freshRoom();
    await using ann = await TestClient.join(target, room);
    const bob = await TestClient.join(target, room);
    await using again = await TestClient.connect(target, { room });
    resume(again, bob.joined);
    await again.next('resumed');
    expect((await bob.closed).code).toBe(4501);
    ann.send({ type: 'message', room, to: bob.joined.id, data: 1 });
    await again.next('message');
    expect((await ann.settle()).map((message) => message.type)).toEqual(['otherjoin']);
  }),

  check('P-37', 'shows who came and went meanwhile', async (target) => {
    const room = freshRoom();
    await using ann = await TestClient.join(target, room);
    const bob = await TestClient.join(target, room);
    await bob.cut();
    await using eve = await TestClient.join(target, room, 'Eve');
    ann.send({ type: 'leave', room });
    await ann.next('leaved');
    await using again = await TestClient.connect(target, { room });
    resume(again, bob.joined);
    expect(await again.next('resumed')).toMatchObject({
      peers: [{ id: eve.joined.id, name: 'Eve' }],
      seq: 4,
    });
  }),

  check('P-41', 'takes the token before, as long as the new one was not used', async (target) => {
    const room = freshRoom();
    const bob = await TestClient.join(target, room);
    await bob.cut();
    const first = await TestClient.connect(target, { room });
    resume(first, bob.joined);
    const resumed = await first.next('resumed');
    await first.cut();
    // As if `resumed` had been lost on its way.
    const second = await TestClient.connect(target, { room });
    resume(second, bob.joined);
    const latest = await second.next('resumed');
    await second.cut();
    await using third = await TestClient.connect(target, { room });
    resume(third, resumed);
    expect((await third.next('error')).code).toBe('session_expired');
    resume(third, latest);
    await third.next('resumed');
  }),

  check(
    'P-42',
    'refuses a wrong token, a session that left, and a second session on one connection',
    async (target) => {
      const room = freshRoom();
      await using ann = await TestClient.join(target, room);
      await using other = await TestClient.connect(target, { room });
      resume(other, { ...ann.joined, token: 'x'.repeat(43) });
      expect(await other.next('error')).toMatchObject({ code: 'session_expired', room, ref: 'back' });
      await using bob = await TestClient.join(target, room);
      resume(bob, ann.joined);
      expect((await bob.next('error')).code).toBe('already_joined');
      ann.send({ type: 'leave', room });
      await ann.next('leaved');
      resume(other, ann.joined);
      expect((await other.next('error')).code).toBe('session_expired');
    },
  ),

  check('P-38', 'keeps 256 messages, those of each peer in order', async (target) => {
    const room = freshRoom();
    await using ann = await TestClient.join(target, room);
    await using eve = await TestClient.join(target, room);
    const bob = await TestClient.join(target, room);
    await bob.close(3001);
    const sent = Array.from({ length: 128 }, (_, index) => index);
    for (const sender of [ann, eve]) {
      for (const data of sent) sender.send({ type: 'message', room, to: bob.joined.id, data });
    }
    for (const sender of [ann, eve]) {
      expect((await sender.settle()).filter((message) => message.type === 'error')).toEqual([]);
    }
    await using again = await TestClient.connect(target, { room });
    resume(again, bob.joined);
    const heard = new Map<string, unknown[]>([ann, eve].map(({ joined }) => [joined.id, []]));
    for (let count = 0; count < 256; count += 1) {
      const { from, data } = await again.next('message');
      heard.get(from)?.push(data);
    }
    expect([...heard.values()]).toEqual([sent, sent]);
  }),

  check('P-24', 'keeps the order over a resume', async (target) => {
    const room = freshRoom();
    await using ann = await TestClient.join(target, room);
    const bob = await TestClient.join(target, room);
    const say = (from: number) => {
      for (let data = from; data < from + 20; data += 1)
        ann.send({ type: 'message', room, to: bob.joined.id, data });
    };
    say(0);
    const closed = bob.close(3001);
    say(20);
    await closed;
    say(40);
    await using again = await TestClient.connect(target, { room });
    resume(again, bob.joined);
    const heard: unknown[] = [];
    while (bob.has('message')) heard.push((await bob.next('message')).data);
    while (heard.at(-1) !== 59) heard.push((await again.next('message')).data);
    expect(heard).toEqual(Array.from({ length: 60 }, (_, index) => index));
  }),
];
