import { setTimeout as delay } from 'node:timers/promises';
import { expect } from 'vitest';
import { TestClient, freshRoom } from '../support/test-client.ts';
import { NotTried, check } from './check.ts';
import type { Check } from './check.ts';

const refusals: [rule: string, what: string, frame: string, code: string][] = [
  ['P-43', 'text that is not JSON', 'hello', 'bad_json'],
  ['P-43', 'JSON that is no object', '["join"]', 'bad_message'],
  ['P-43', 'an object without a type', '{"room":"x"}', 'bad_message'],
  ['P-43', 'an unknown type', '{"type":"dance","room":"x"}', 'unknown_type'],
  ['P-43', "a type that is a name of JavaScript's own", '{"type":"constructor"}', 'unknown_type'],
  ['P-8', 'a join without a room', '{"type":"join"}', 'bad_message'],
  ['P-8', 'a room that is no text', '{"type":"join","room":{"a":1}}', 'bad_message'],
  ['P-8', 'a room with a slash', '{"type":"join","room":"a/b"}', 'bad_message'],
  ['P-8', 'an empty room', '{"type":"join","room":""}', 'bad_message'],
  ['P-8', 'a room name too long', JSON.stringify({ type: 'join', room: 'a'.repeat(129) }), 'bad_message'],
  [
    'P-8',
    'a number that is no safe integer as a room',
    '{"type":"join","room":9007199254740992}',
    'bad_message',
  ],
  ['P-9', 'a name with a line break', '{"type":"join","room":"x","name":"a\\nb"}', 'bad_message'],
  [
    'P-9',
    'a name too long',
    JSON.stringify({ type: 'join', room: 'x', name: 'a'.repeat(65) }),
    'bad_message',
  ],
  ['P-43', 'a message without data', '{"type":"message","room":"x"}', 'bad_message'],
  [
    'P-43',
    'a message to something that is no id',
    '{"type":"message","room":"x","to":7,"data":1}',
    'bad_message',
  ],
  ['P-27', 'a message before any join', '{"type":"message","room":"x","data":1}', 'not_in_room'],
  [
    'P-42',
    'a resume of a session that nobody knows',
    '{"type":"resume","room":"x","id":"y","token":"z"}',
    'session_expired',
  ],
  ['P-10', 'a ref too long', JSON.stringify({ type: 'ping', ref: 'r'.repeat(65) }), 'bad_message'],
];

export const badInputChecks: readonly Check[] = [
  ...refusals.map(([rule, what, frame, code]) =>
    check(rule, `answers ${what} with an error, and goes on`, async (target) => {
      await using client = await TestClient.connect(target);
      client.sendText(frame);
      const error = await client.next('error');
      expect(error.code).toBe(code);
      expect(error.message.length).toBeGreaterThan(10);
      client.send({ type: 'ping' });
      await client.next('pong');
    }),
  ),

  check('P-44', 'says which field is wrong, and carries the ref', async (target) => {
    await using client = await TestClient.connect(target);
    client.send({ type: 'join', room: 'a b', ref: 'mine' });
    const error = await client.next('error');
    expect(error.message).toContain('room');
    expect(error.ref).toBe('mine');
  }),

  check('P-44', 'does not say back what it was sent', async (target) => {
    await using client = await TestClient.connect(target);
    client.send({ type: 'join', room: 'x', token: ['very-secret'] });
    expect((await client.next('error')).message).not.toContain('very-secret');
  }),

  check('P-45', 'ends a connection after three frames in a row that are no valid message', async (target) => {
    await using client = await TestClient.connect(target);
    for (const frame of ['{', '{"type":"dance"}', '{"type":"join"}']) client.sendText(frame);
    expect((await client.closed).code).toBe(1007);
    expect(client.frames).toHaveLength(3);
  }),

  check('P-45', 'bears bad frames that are not in a row', async (target) => {
    await using client = await TestClient.connect(target);
    for (const frame of ['{', '{', '{"type":"ping"}', '{', '{', '{"type":"ping"}']) client.sendText(frame);
    await client.next('pong');
    await client.next('pong');
    expect(await client.settle()).toHaveLength(4);
  }),

  check('P-5', 'ends a connection that sends a binary frame', async (target) => {
    await using client = await TestClient.connect(target);
    client.socket.send(Buffer.from('{"type":"ping"}'));
    expect((await client.closed).code).toBe(1003);
  }),

  check(
    'P-6',
    'takes a frame of the largest size, and ends a connection that sends a larger one',
    async (target) => {
      const room = freshRoom();
      await using ann = await TestClient.join(target, room);
      await using bob = await TestClient.join(target, room);
      const empty = JSON.stringify({ type: 'message', room, to: bob.joined.id, data: '' });
      ann.send({ type: 'message', room, to: bob.joined.id, data: 'x'.repeat(65_536 - empty.length) });
      const smaller = ann.closed.then(({ code }) => code === 1009);
      if ((await Promise.race([smaller, bob.next('message')])) === true) {
        throw new NotTried('the operator has set a smaller limit');
      }
      ann.send({ type: 'message', room, to: bob.joined.id, data: 'x'.repeat(65_537 - empty.length) });
      const end = await Promise.race([ann.closed, bob.next('message')]);
      if ('data' in end) throw new NotTried('the operator has set a larger limit');
      expect(end.code).toBe(1009);
      bob.send({ type: 'ping' });
      await bob.next('pong');
    },
  ),

  check(
    'P-46',
    'refuses what goes over the rate, says when to try again, and lets the connection live',
    async (target) => {
      await using client = await TestClient.connect(target);
      for (let sent = 0; sent < 260; sent += 1) client.send({ type: 'ping', ref: String(sent) });
      for (let answered = 0; answered < 260; answered += 1) {
        const answer = await client.nextOf(['pong', 'error']);
        if (answer.type === 'pong') continue;
        expect(answer.code).toBe('rate_limited');
        expect(answer.retryAfterMs).toBeGreaterThan(0);
        expect(answer.ref).toBe(String(answered));
        return;
      }
      throw new NotTried('the server took 260 frames at once');
    },
  ),

  check('P-47', 'sends a client away that floods on regardless', async (target) => {
    const room = freshRoom();
    await using ann = await TestClient.join(target, room);
    await using flood = await TestClient.connect(target);
    for (let sent = 0; sent < 2_000; sent += 1) flood.send({ type: 'ping' });
    const end = await Promise.race([flood.closed, delay(5_000, undefined, { ref: false })]);
    if (!end) throw new NotTried('the server bore 2000 frames at once');
    expect(end.code).toBe(4500);
    ann.send({ type: 'ping' });
    await ann.next('pong');
  }),
];
