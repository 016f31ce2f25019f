import { expect, it } from 'vitest';
import { TestClient, freshRoom } from '../support/test-client.ts';
import type { ProtocolTarget } from './protocol-suite.ts';

// 3001 tells the server of a loss in a moment that the client can wait for; what is written to a socket that was cut
// without a word is lost with it.
function resume(client: TestClient, joined: { room: string; id: string; token: string; seq: number }): void {
  const { room, id, token, seq } = joined;
  client.send({ type: 'resume', room, id, token, seq, ref: 'back' });
}

export function resumingTests(target: () => ProtocolTarget): void {
  it('gives a dropped session its place back, and the others notice nothing', async () => {
    const room = freshRoom();
    await using ann = await TestClient.join(target(), room);
    const bob = await TestClient.join(target(), room, 'Bob');
    await ann.next('otherjoin');
    await bob.cut();
    await using again = await TestClient.connect(target(), { room });
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
  });

  it('hands over what was sent meanwhile, in order, behind resumed', async () => {
    const room = freshRoom();
    await using ann = await TestClient.join(target(), room);
    const bob = await TestClient.join(target(), room);
    await bob.close(3001);
    const sent = Array.from({ length: 60 }, (_, index) => index);
    for (const data of sent) ann.send({ type: 'message', room, to: bob.joined.id, data });
    expect((await ann.settle()).filter((message) => message.type === 'error')).toEqual([]);
    await using again = await TestClient.connect(target(), { room });
    resume(again, bob.joined);
    for (const data of sent) expect((await again.next('message')).data).toBe(data);
    expect(JSON.parse(again.frames[0] ?? '')).toMatchObject({ type: 'resumed' });
  });

  it('keeps what it could not hand over, as for a client that resumes and is gone before the answer', async () => {
    const room = freshRoom();
    await using ann = await TestClient.join(target(), room);
    const bob = await TestClient.join(target(), room);
    await bob.close(3001);
    for (const data of [1, 2, 3]) ann.send({ type: 'message', room, to: bob.joined.id, data });
    await ann.settle();
    const hasty = await TestClient.connect(target(), { room });
    resume(hasty, bob.joined);
    await hasty.close(3001);
    await using again = await TestClient.connect(target(), { room });
    resume(again, bob.joined);
    const heard: unknown[] = [];
    // What the server had written before it read of the close did arrive.
    while (hasty.has('message')) heard.push((await hasty.next('message')).data);
    while (heard.length < 3) heard.push((await again.next('message')).data);
    expect(heard).toEqual([1, 2, 3]);
  });

  it('tells a sender when no more can be kept', async () => {
    const room = freshRoom();
    await using ann = await TestClient.join(target(), room);
    const bob = await TestClient.join(target(), room);
    await bob.close(3001);
    const data = 'x'.repeat(60_000);
    for (let sent = 0; sent < 20; sent += 1) {
      ann.send({ type: 'message', room, to: bob.joined.id, data, ref: String(sent) });
    }
    const error = await ann.next('error');
    expect(error).toMatchObject({ code: 'undeliverable', room, to: bob.joined.id });
    expect(Number(error.ref)).toBeGreaterThanOrEqual(16);
    await using again = await TestClient.connect(target(), { room });
    resume(again, bob.joined);
    for (let kept = 0; kept < Number(error.ref); kept += 1) await again.next('message');
  });

  it('takes over from a socket that still lives, which is closed with 4501', async () => {
    const room = freshRoom();
    await using ann = await TestClient.join(target(), room);
    const bob = await TestClient.join(target(), room);
    await using again = await TestClient.connect(target(), { room });
    resume(again, bob.joined);
    await again.next('resumed');
    expect((await bob.closed).code).toBe(4501);
    ann.send({ type: 'message', room, to: bob.joined.id, data: 1 });
    await again.next('message');
    expect((await ann.settle()).map((message) => message.type)).toEqual(['otherjoin']);
  });

  it('shows who came and went meanwhile', async () => {
    const room = freshRoom();
    await using ann = await TestClient.join(target(), room);
    const bob = await TestClient.join(target(), room);
    await bob.cut();
    await using eve = await TestClient.join(target(), room, 'Eve');
    ann.send({ type: 'leave', room });
    await ann.next('leaved');
    await using again = await TestClient.connect(target(), { room });
    resume(again, bob.joined);
    expect(await again.next('resumed')).toMatchObject({
      peers: [{ id: eve.joined.id, name: 'Eve' }],
      seq: 4,
    });
  });

  it('takes the token before, as long as the new one was not used', async () => {
    const room = freshRoom();
    const bob = await TestClient.join(target(), room);
    await bob.cut();
    const first = await TestClient.connect(target(), { room });
    resume(first, bob.joined);
    const resumed = await first.next('resumed');
    await first.cut();
    // As if `resumed` had been lost on its way.
    const second = await TestClient.connect(target(), { room });
    resume(second, bob.joined);
    const latest = await second.next('resumed');
    await second.cut();
    await using third = await TestClient.connect(target(), { room });
    resume(third, resumed);
    expect((await third.next('error')).code).toBe('session_expired');
    resume(third, latest);
    await third.next('resumed');
  });

  it('refuses a wrong token, a session that left, and a second session on one connection', async () => {
    const room = freshRoom();
    await using ann = await TestClient.join(target(), room);
    await using other = await TestClient.connect(target(), { room });
    resume(other, { ...ann.joined, token: 'x'.repeat(43) });
    expect(await other.next('error')).toMatchObject({ code: 'session_expired', room, ref: 'back' });
    await using bob = await TestClient.join(target(), room);
    resume(bob, ann.joined);
    expect((await bob.next('error')).code).toBe('already_joined');
    ann.send({ type: 'leave', room });
    await ann.next('leaved');
    resume(other, ann.joined);
    expect((await other.next('error')).code).toBe('session_expired');
  });
}
