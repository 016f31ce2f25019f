import { expect, it } from 'vitest';
import { TestClient, freshRoom } from '../support/test-client.ts';
import type { ProtocolTarget } from './protocol-suite.ts';

const refusals: [what: string, frame: string, code: string][] = [
  ['text that is not JSON', 'hello', 'bad_json'],
  ['JSON that is no object', '["join"]', 'bad_message'],
  ['an object without a type', '{"room":"x"}', 'bad_message'],
  ['an unknown type', '{"type":"dance","room":"x"}', 'unknown_type'],
  ["a type that is a name of JavaScript's own", '{"type":"constructor"}', 'unknown_type'],
  ['a join without a room', '{"type":"join"}', 'bad_message'],
  ['a room that is no text', '{"type":"join","room":{"a":1}}', 'bad_message'],
  ['a room with a slash', '{"type":"join","room":"a/b"}', 'bad_message'],
  ['an empty room', '{"type":"join","room":""}', 'bad_message'],
  ['a room name too long', JSON.stringify({ type: 'join', room: 'a'.repeat(129) }), 'bad_message'],
  ['a number that is no safe integer as a room', '{"type":"join","room":9007199254740992}', 'bad_message'],
  ['a name with a line break', '{"type":"join","room":"x","name":"a\\nb"}', 'bad_message'],
  ['a name too long', JSON.stringify({ type: 'join', room: 'x', name: 'a'.repeat(65) }), 'bad_message'],
  ['a message without data', '{"type":"message","room":"x"}', 'bad_message'],
  ['a message to something that is no id', '{"type":"message","room":"x","to":7,"data":1}', 'bad_message'],
  ['a message before any join', '{"type":"message","room":"x","data":1}', 'not_in_room'],
  [
    'a resume of a session that nobody knows',
    '{"type":"resume","room":"x","id":"y","token":"z"}',
    'session_expired',
  ],
  ['a ref too long', JSON.stringify({ type: 'ping', ref: 'r'.repeat(65) }), 'bad_message'],
];

export function badInputTests(target: () => ProtocolTarget): void {
  it.each(refusals)('answers %s with an error, and goes on', async (_what, frame, code) => {
    await using client = await TestClient.connect(target());
    client.sendText(frame);
    const error = await client.next('error');
    expect(error.code).toBe(code);
    expect(error.message.length).toBeGreaterThan(10);
    client.send({ type: 'ping' });
    await client.next('pong');
  });

  it('says which field is wrong, and carries the ref', async () => {
    await using client = await TestClient.connect(target());
    client.send({ type: 'join', room: 'a b', ref: 'mine' });
    const error = await client.next('error');
    expect(error.message).toContain('room');
    expect(error.ref).toBe('mine');
  });

  it('does not say back what it was sent', async () => {
    await using client = await TestClient.connect(target());
    client.send({ type: 'join', room: 'x', token: ['very-secret'] });
    expect((await client.next('error')).message).not.toContain('very-secret');
  });

  it('ends a connection after three frames in a row that are no valid message', async () => {
    await using client = await TestClient.connect(target());
    for (const frame of ['{', '{"type":"dance"}', '{"type":"join"}']) client.sendText(frame);
    expect((await client.closed).code).toBe(1007);
    expect(client.frames).toHaveLength(3);
  });

  it('bears bad frames that are not in a row', async () => {
    await using client = await TestClient.connect(target());
    for (const frame of ['{', '{', '{"type":"ping"}', '{', '{', '{"type":"ping"}']) client.sendText(frame);
    await client.next('pong');
    await client.next('pong');
    expect(await client.settle()).toHaveLength(4);
  });

  it('ends a connection that sends a binary frame', async () => {
    await using client = await TestClient.connect(target());
    client.socket.send(Buffer.from('{"type":"ping"}'));
    expect((await client.closed).code).toBe(1003);
  });

  it('takes a frame of the largest size, and ends a connection that sends a larger one', async () => {
    const room = freshRoom();
    await using ann = await TestClient.join(target(), room);
    await using bob = await TestClient.join(target(), room);
    const empty = JSON.stringify({ type: 'message', room, to: bob.joined.id, data: '' });
    ann.send({ type: 'message', room, to: bob.joined.id, data: 'x'.repeat(65_536 - empty.length) });
    await bob.next('message');
    ann.send({ type: 'message', room, to: bob.joined.id, data: 'x'.repeat(65_537 - empty.length) });
    expect((await ann.closed).code).toBe(1009);
    bob.send({ type: 'ping' });
    await bob.next('pong');
  });

  it('refuses what goes over the rate, says when to try again, and lets the connection live', async () => {
    await using client = await TestClient.connect(target());
    for (let sent = 0; sent < 260; sent += 1) client.send({ type: 'ping', ref: String(sent) });
    const error = await client.next('error');
    expect(error.code).toBe('rate_limited');
    expect(error.retryAfterMs).toBeGreaterThan(0);
    expect(Number(error.ref)).toBeGreaterThanOrEqual(200);
    expect(client.frames.filter((frame) => frame.includes('pong')).length).toBeGreaterThanOrEqual(200);
  });

  it('sends a client away that floods on regardless', async () => {
    const room = freshRoom();
    await using ann = await TestClient.join(target(), room);
    await using flood = await TestClient.connect(target());
    for (let sent = 0; sent < 2_000; sent += 1) flood.send({ type: 'ping' });
    expect((await flood.closed).code).toBe(4500);
    ann.send({ type: 'ping' });
    await ann.next('pong');
  });
}
