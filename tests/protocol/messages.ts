import { expect } from 'vitest';
import { TestClient, freshRoom } from '../support/test-client.ts';
import { check } from './check.ts';
import type { Check } from './check.ts';

export const messageChecks: readonly Check[] = [
  check('P-21', 'passes a message to the one it is for, stamped with its sender', async (target) => {
    const room = freshRoom();
    await using ann = await TestClient.join(target, room);
    await using bob = await TestClient.join(target, room);
    await using eve = await TestClient.join(target, room);
    const data = { type: 'offer', sdp: 'v=0\r\n' };
    bob.send({ type: 'message', room, to: ann.joined.id, data, from: eve.joined.id });
    expect(await ann.next('message')).toEqual({ type: 'message', room, from: bob.joined.id, data });
    bob.send({ type: 'message', room, to: eve.joined.id, data: 'barrier' });
    expect((await eve.next('message')).data).toBe('barrier');
  }),

  check('P-22', 'passes a message without an addressee to everybody else', async (target) => {
    const room = freshRoom();
    await using ann = await TestClient.join(target, room);
    await using bob = await TestClient.join(target, room);
    await using eve = await TestClient.join(target, room);
    ann.send({ type: 'message', room, data: 1 });
    expect(await bob.next('message')).toMatchObject({ from: ann.joined.id, data: 1 });
    expect(await eve.next('message')).toMatchObject({ from: ann.joined.id, data: 1 });
    expect((await ann.settle()).filter((message) => message.type === 'message')).toEqual([]);
  }),

  ...[
    ['null', 'null'],
    ['a number beyond what a double holds', '123456789012345678901234567890'],
    ['white space', '{ "a" : [ 1 , 2 ] }'],
    ['doubled keys', '{"a":1,"a":2}'],
    ['escapes', '"\\u0000\\"\\\\}{\\ud83d\\ude00"'],
    ['text that looks like the end of a frame', '"\\",\\"from\\":\\"x\\"}"'],
    ['ten thousand nested lists', '['.repeat(10_000) + ']'.repeat(10_000)],
  ].map(([what, data]) =>
    check('P-23', `passes data on to the letter: ${what}`, async (target) => {
      const room = freshRoom();
      await using ann = await TestClient.join(target, room);
      await using bob = await TestClient.join(target, room);
      ann.sendText(
        `{"data":0,"room":"${room}" , "data" : ${data} ,"type":"message","to":"${bob.joined.id}"}`,
      );
      await bob.next('message');
      expect(bob.frames.at(-1)).toBe(
        `{"type":"message","room":"${room}","from":"${ann.joined.id}","data":${data}}`,
      );
    }),
  ),

  check('P-24', 'keeps the order from one peer to another', async (target) => {
    const room = freshRoom();
    await using ann = await TestClient.join(target, room);
    await using bob = await TestClient.join(target, room);
    const sent = Array.from({ length: 150 }, (_, index) => index);
    for (const data of sent) ann.send({ type: 'message', room, to: bob.joined.id, data });
    const received: unknown[] = [];
    for (const _ of sent) received.push((await bob.next('message')).data);
    expect(received).toEqual(sent);
  }),

  check('P-25', 'takes what a client sends right behind its join', async (target) => {
    const room = freshRoom();
    await using ann = await TestClient.join(target, room);
    await using bob = await TestClient.connect(target, { room });
    bob.send({ type: 'join', room });
    bob.send({ type: 'message', room, data: 'hello' });
    await ann.next('otherjoin');
    expect((await ann.next('message')).data).toBe('hello');
  }),

  check('P-26', 'says so when there is no such peer in the room', async (target) => {
    const room = freshRoom();
    await using ann = await TestClient.join(target, room);
    await using stranger = await TestClient.join(target, freshRoom());
    ann.send({ type: 'message', room, to: stranger.joined.id, data: 1, ref: 'm' });
    expect(await ann.next('error')).toMatchObject({
      code: 'unknown_peer',
      room,
      to: stranger.joined.id,
      ref: 'm',
    });
    expect(await stranger.settle()).toEqual([]);
  }),

  check('P-27', 'lets nobody send into a room from outside', async (target) => {
    const room = freshRoom();
    await using ann = await TestClient.join(target, room);
    await using stranger = await TestClient.join(target, freshRoom());
    stranger.send({ type: 'message', room, to: ann.joined.id, data: 1 });
    expect(await stranger.next('error')).toMatchObject({ code: 'not_in_room', room });
    await using nobody = await TestClient.connect(target);
    nobody.send({ type: 'message', room, data: 1 });
    expect(await nobody.next('error')).toMatchObject({ code: 'not_in_room', room });
    expect(await ann.settle()).toEqual([]);
  }),

  check('P-29', 'answers a ping', async (target) => {
    await using ann = await TestClient.connect(target);
    ann.send({ type: 'ping', ref: 'p' });
    expect(await ann.next('pong')).toEqual({ type: 'pong', ref: 'p' });
  }),

  check('P-29', 'answers a ping behind the refusal of what was said before', async (target) => {
    const room = freshRoom();
    await using ann = await TestClient.join(target, room);
    ann.send({ type: 'message', room, to: 'nobody', data: 1, ref: 'refused' });
    ann.send({ type: 'ping', ref: 'then' });
    await ann.next('pong');
    expect(ann.has('error')).toBe(true);
  }),

  check('P-30', 'gives ice servers, before a join too', async (target) => {
    await using ann = await TestClient.connect(target);
    ann.send({ type: 'ice', ref: 'before' });
    const { iceServers, iceTtlMs, ref } = await ann.next('ice');
    expect(ref).toBe('before');
    const room = freshRoom();
    ann.send({ type: 'join', room });
    const joined = await ann.next('joined');
    expect(joined.iceTtlMs).toBe(iceTtlMs);
    expect(joined.iceServers.map(({ urls }) => urls)).toEqual(iceServers.map(({ urls }) => urls));
    ann.send({ type: 'ice', ref: 'within' });
    expect((await ann.next('ice')).ref).toBe('within');
  }),

  check('P-10', 'carries the ref of each request to its answer', async (target) => {
    const room = freshRoom();
    await using ann = await TestClient.connect(target, { room });
    const ref = '🎉'.repeat(64);
    ann.send({ type: 'join', room, ref });
    expect((await ann.next('joined')).ref).toBe(ref);
    ann.send({ type: 'ping' });
    expect(await ann.next('pong')).toEqual({ type: 'pong' });
    ann.send({ type: 'message', room, to: 'nobody', data: 1, ref: 'm' });
    expect((await ann.next('error')).ref).toBe('m');
    ann.send({ type: 'leave', room, ref: 'l' });
    expect((await ann.next('leaved')).ref).toBe('l');
  }),
];
