import { describe, expect, inject, it } from 'vitest';
import { startNode, startReadyNode } from '../support/node-fixture.ts';
import { has } from '../support/requirements.ts';
import { JOIN_TOKEN_SECRET, roomToken } from '../support/room-token.ts';
import { TestClient, freshRoom } from '../support/test-client.ts';
import type { Target } from '../support/test-client.ts';

const OPEN = { JOIN_TOKEN_SECRET };
/** What runs out does so at once, and not half a minute later. */
const STRICT = { JOIN_TOKEN_SECRET, JOIN_TOKEN_LEEWAY_MS: '0' };

async function joinWith(target: Target, room: string, token: string | undefined) {
  const client = await TestClient.connect(target, { room });
  client.send({ type: 'join', room, token, name: 'said', ref: 'j' });
  return client;
}

async function joinedWith(target: Target, room: string, token: string) {
  const client = await joinWith(target, room, token);
  return Object.assign(client, { joined: await client.next('joined') });
}

describe('a node that asks for room tokens', () => {
  it('lets in who has one for the room, and tells the others the name that it holds', async () => {
    await using node = await startNode({ env: OPEN });
    const room = freshRoom();
    await using ann = await joinedWith(node, room, await roomToken(room, 600, { capacity: 2 }));
    expect(ann.joined.capacity).toBe(2);
    expect(ann.joined.roomTokenTtlMs).toBeGreaterThan(590_000);
    await using bob = await joinedWith(
      node,
      room,
      await roomToken('room-*', 600, { name: 'Bob Ray', sub: 'b' }),
    );
    expect(await ann.next('otherjoin')).toMatchObject({ id: bob.joined.id, name: 'Bob Ray' });
    await using eve = await joinWith(node, room, await roomToken(room));
    expect(await eve.next('full')).toMatchObject({ capacity: 2 });
  });

  it('tells everybody else what is wrong, on a connection that may try again', async () => {
    await using node = await startNode({ env: OPEN });
    const room = freshRoom();
    const forged = await roomToken(room, 600, {}, 'another secret of at least 32 bytes');
    await using client = await TestClient.connect(node, { room });
    for (const [token, words] of [
      [undefined, 'asks for a room token'],
      [forged, 'not valid'],
      [await roomToken(room, -60), 'run out'],
      [await roomToken('elsewhere'), 'another room'],
    ]) {
      client.send({ type: 'join', room, token, ref: words });
      const error = await client.next('error');
      expect(error).toMatchObject({ code: 'unauthorized', room, ref: words });
      expect(error.message).toContain(words);
    }
    client.send({ type: 'join', room, token: await roomToken(room) });
    expect((await client.next('joined')).peers).toEqual([]);
  });

  it('closes the connection with 4502 when the token has run out, and lets nobody resume by it', async () => {
    await using node = await startNode({ env: STRICT });
    const room = freshRoom();
    await using ann = await joinedWith(node, room, await roomToken(room, 3));
    expect(await ann.closed).toMatchObject({ code: 4502 });
    const { id, token } = ann.joined;
    await using again = await TestClient.connect(node, { room });
    again.send({ type: 'resume', room, id, token });
    expect(await again.next('error')).toMatchObject({ code: 'session_expired' });
    again.send({ type: 'resume', room, id, token, roomToken: await roomToken(room) });
    expect(await again.next('resumed')).toMatchObject({ id });
  });

  it('lets a session stay that shows a new token on the same connection, and disturbs nobody', async () => {
    await using node = await startNode({ env: STRICT });
    const room = freshRoom();
    await using bob = await joinedWith(node, room, await roomToken(room));
    await using ann = await joinedWith(node, room, await roomToken(room, 3));
    await using eve = await joinedWith(node, room, await roomToken(room, 3));
    ann.send({ type: 'join', room, token: await roomToken(room), ref: 'renewal' });
    const again = await ann.next('joined');
    expect(again).toMatchObject({ id: ann.joined.id, token: ann.joined.token, ref: 'renewal' });
    expect(again.roomTokenTtlMs).toBeGreaterThan(590_000);
    expect((await eve.closed).code).toBe(4502);
    ann.send({ type: 'message', room, to: bob.joined.id, data: 'still here' });
    expect((await bob.next('message')).data).toBe('still here');
    const told = (await bob.settle()).map(({ type }) => type);
    expect(told).toEqual(['otherjoin', 'otherjoin']);
  });

  it('takes no renewal by a wrong token or by that of somebody else, and goes on', async () => {
    await using node = await startNode({ env: OPEN });
    const room = freshRoom();
    await using ann = await joinedWith(node, room, await roomToken(room, 600, { sub: 'ann' }));
    for (const token of [
      await roomToken(room, 600, { sub: 'bob' }),
      await roomToken('elsewhere', 600, { sub: 'ann' }),
    ]) {
      ann.send({ type: 'join', room, token });
      expect(await ann.next('error')).toMatchObject({ code: 'unauthorized' });
    }
    ann.send({ type: 'join', room, ref: 'no token' });
    expect(await ann.next('joined')).toMatchObject({ id: ann.joined.id, ref: 'no token' });
  });

  it('gives all peers of one person TURN credentials of one name, so that they share a quota', async () => {
    const turn = { TURN_URLS: 'turn:t.example', TURN_SECRET: 'a secret of more than thirty-two bytes' };
    await using node = await startNode({ env: { ...OPEN, ...turn } });
    const nameFor = async (claims: { sub?: string; name?: string }) => {
      const room = freshRoom();
      await using client = await joinedWith(node, room, await roomToken(room, 600, claims));
      return client.joined.iceServers.find(({ username }) => username)?.username?.split(':')[1];
    };
    const name = await nameFor({ sub: 'ann' });
    expect(name).toMatch(/^[\w-]{22}$/);
    expect(await nameFor({ sub: 'ann', name: 'Ann on the phone' })).toBe(name);
    expect(await nameFor({ sub: 'bob' })).not.toBe(name);
    expect(await nameFor({ name: 'Ann' })).not.toBe(await nameFor({ name: 'Ann' }));
  });

  it('asks for nothing where nothing is set', async () => {
    await using node = await startNode();
    const client = await TestClient.join(node, freshRoom());
    expect(client.joined.roomTokenTtlMs).toBeUndefined();
    await client.close();
  });

  it('lets nobody in while the keys cannot be read, says so, and when to try again', async () => {
    await using node = await startNode({ env: { JOIN_TOKEN_JWKS_URL: 'http://127.0.0.1:9/jwks' } });
    const room = freshRoom();
    await using ann = await joinWith(node, room, await roomToken(room));
    // Signed by a secret: no key could make it good.
    expect(await ann.next('error')).toMatchObject({ code: 'unauthorized' });
    const header = Buffer.from('{"alg":"ES256","kid":"1"}').toString('base64url');
    ann.send({ type: 'join', room, token: `${header}.e30.AAAA` });
    expect(await ann.next('error')).toMatchObject({
      code: 'unavailable',
      retryAfterMs: expect.any(Number),
      message: expect.stringContaining('cannot be checked'),
    });
  });
});

describe.skipIf(!has.redis)('a session that was let in by a room token', () => {
  it('goes on on another node for as long as its token holds, and for longer by a new one', async () => {
    const url = inject('redisUrl') ?? expect.fail('no Redis was started');
    const redis = { url, prefix: `test-${crypto.randomUUID()}:` };
    const env = { JOIN_TOKEN_SECRET, JOIN_TOKEN_LEEWAY_MS: '0', RESUME_WINDOW_MS: '60000' };
    await using one = await startReadyNode({ env, redis });
    await using two = await startReadyNode({ env, redis });
    const room = freshRoom();
    const ann = await joinedWith(one, room, await roomToken(room, 600, { sub: 'ann' }));
    await ann.cut();
    const { id } = ann.joined;
    const resume = async (token: string, newRoomToken?: string) => {
      const client = await TestClient.connect(two, { room });
      client.send({ type: 'resume', room, id, token, roomToken: newRoomToken });
      return client;
    };
    await using second = await resume(ann.joined.token);
    const resumed = await second.next('resumed');
    expect(resumed.roomTokenTtlMs).toBeGreaterThan(590_000);
    await using thief = await resume(resumed.token, await roomToken(room, 600, { sub: 'bob' }));
    expect(await thief.next('error')).toMatchObject({ code: 'unauthorized' });
    // A client cannot give itself more time.
    const [random = '', , bearer = ''] = resumed.token.split('.');
    await using liar = await resume(`${random}.zzzzzzzz.${bearer}`);
    expect(await liar.next('error')).toMatchObject({ code: 'session_expired' });
    await second.cut();
    await using third = await resume(resumed.token, await roomToken(room, 1200, { sub: 'ann' }));
    expect((await third.next('resumed')).roomTokenTtlMs).toBeGreaterThan(1_190_000);
  });
});
