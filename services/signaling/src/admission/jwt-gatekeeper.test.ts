import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import * as fc from 'fast-check';
import { SignJWT, UnsecuredJWT, exportJWK, exportSPKI, generateKeyPair } from 'jose';
import type { GenerateKeyPairResult, JWK } from 'jose';
import { pino } from 'pino';
import { describe, expect, it, onTestFinished } from 'vitest';
import { personOf } from './gatekeeper.ts';
import type { Verdict } from './gatekeeper.ts';
import { jwtGatekeeper } from './jwt-gatekeeper.ts';
import { mintRoomToken } from './mint-room-token.ts';
import { remoteTokenKeys } from './token-keys.ts';

const SECRET = 'a secret of more than thirty-two bytes';
const OTHER = 'another one of more than thirty-two bytes';
const LEEWAY_MS = 30_000;
const silent = pino({ level: 'silent' });
const bytes = (secret: string) => new TextEncoder().encode(secret);
const inSeconds = (seconds: number) => Math.floor(Date.now() / 1000) + seconds;
const claims = { room: 'red', exp: inSeconds(600) };
const guard = jwtGatekeeper({ secrets: [SECRET] }, LEEWAY_MS);

/** Signed by the right secret, whatever it holds. */
const signed = (payload: Record<string, unknown>, alg = 'HS256', secret = SECRET) =>
  new SignJWT(payload).setProtectedHeader({ alg }).sign(bytes(secret));

const why = (verdict: Verdict) => (verdict.ok ? 'let in' : verdict.why);

describe('a room token signed by a secret', () => {
  it('lets its bearer in, by the name and into the capacity that it says', async () => {
    const exp = inSeconds(60);
    const token = await mintRoomToken(SECRET, { room: 'red', exp, sub: 'u1', name: 'Ann', capacity: 2 });
    const verdict = await guard.check(token, 'red');
    const bearer = expect.stringMatching(/^[\w-]{12}$/);
    expect(verdict).toEqual({ ok: true, grant: { expiresAt: exp * 1000, bearer, name: 'Ann', capacity: 2 } });
  });

  it('tells its bearers from each other, and knows one again', async () => {
    const bearerOf = async (sub: string, exp: number) => {
      const verdict = await guard.check(await mintRoomToken(SECRET, { room: 'red', exp, sub }), 'red');
      return verdict.ok ? verdict.grant.bearer : expect.fail(verdict.why);
    };
    const first = await bearerOf('u1', inSeconds(60));
    expect(await bearerOf('u1', inSeconds(90))).toBe(first);
    expect(await bearerOf('u2', inSeconds(60))).not.toBe(first);
  });

  it('says who its bearer is where it has a subject, whatever their name, and else of nobody', async () => {
    const personIn = async (who: { sub?: string; name?: string }) => {
      const token = await mintRoomToken(SECRET, { room: 'red', exp: inSeconds(60), ...who });
      const verdict = await guard.check(token, 'red');
      return verdict.ok ? personOf(verdict.grant.bearer) : expect.fail(verdict.why);
    };
    expect(await personIn({ sub: 'u1', name: 'Ann' })).toMatch(/^s[\w-]{11}$/);
    expect(await personIn({ sub: 'u1', name: 'Ann' })).toBe(await personIn({ sub: 'u1' }));
    expect(await personIn({ name: 'Ann' })).toBeUndefined();
    expect(await personIn({})).toBeUndefined();
  });

  it.each([
    ['red', 'red', 'let in'],
    ['red', 'redder', 'other-room'],
    ['red', 'Red', 'other-room'],
    ['demo-*', 'demo-', 'let in'],
    ['demo-*', 'demo-1', 'let in'],
    ['demo-*', 'dem', 'other-room'],
    ['demo-*', 'a-demo-1', 'other-room'],
    ['*', 'anything', 'let in'],
    ['r*d', 'red', 'invalid'],
    ['', '', 'invalid'],
  ])('for %s, shown at %s: %s', async (room, at, outcome) => {
    expect(why(await guard.check(await signed({ ...claims, room }), at))).toBe(outcome);
  });

  it.each([
    ['is missing', undefined, 'missing'],
    ['is no token', 'x', 'invalid'],
    ['was forged', signed(claims, 'HS256', OTHER), 'invalid'],
    ['is signed by nothing', new UnsecuredJWT(claims).encode(), 'invalid'],
    ['is signed by another algorithm', signed(claims, 'HS512'), 'invalid'],
    ['has no end', signed({ room: 'red' }), 'invalid'],
    ['is for no room', signed({ exp: claims.exp }), 'invalid'],
    ['is not good yet', signed({ ...claims, nbf: inSeconds(300) }), 'invalid'],
    ['names its bearer by what is no name', signed({ ...claims, name: 'a\nb' }), 'invalid'],
    ['asks for a room of nobody', signed({ ...claims, capacity: 0 }), 'invalid'],
    ['ran out', signed({ ...claims, exp: inSeconds(-31) }), 'expired'],
    ['ran out within the leeway', signed({ ...claims, exp: inSeconds(-28) }), 'let in'],
  ])('that %s', async (_what, token, outcome) => {
    expect(why(await guard.check(await token, 'red'))).toBe(outcome);
  });

  it('is no longer itself with one letter changed', async () => {
    const token = await mintRoomToken(SECRET, { ...claims, room: 'r*' });
    const [head = '', payload = '', signature = ''] = token.split('.');
    const forged = Buffer.from(JSON.stringify({ ...claims, room: '*' })).toString('base64url');
    expect(why(await guard.check([head, forged, signature].join('.'), 'red'))).toBe('invalid');
    const unsigned = Buffer.from('{"alg":"none"}').toString('base64url');
    expect(why(await guard.check(`${unsigned}.${payload}.`, 'red'))).toBe('invalid');
    expect(why(await guard.check(`${unsigned}.${payload}.${signature}`, 'red'))).toBe('invalid');
  });

  it('holds by the old secret and by the new one while both are set', async () => {
    const both = jwtGatekeeper({ secrets: [OTHER, SECRET] }, LEEWAY_MS);
    for (const secret of [SECRET, OTHER]) {
      expect(why(await both.check(await mintRoomToken(secret, claims), 'red'))).toBe('let in');
    }
    const after = jwtGatekeeper({ secrets: [OTHER] }, LEEWAY_MS);
    expect(why(await after.check(await mintRoomToken(SECRET, claims), 'red'))).toBe('invalid');
  });

  it('is never made up: whatever is shown, nobody gets in and nothing is thrown', async () => {
    const part = fc.oneof(
      fc.base64String(),
      fc.json().map((text) => Buffer.from(text).toString('base64url')),
      fc.constantFrom('eyJhbGciOiJIUzI1NiJ9', 'eyJhbGciOiJub25lIn0', ''),
    );
    const shown = fc.oneof(
      fc.string(),
      fc.array(part, { minLength: 2, maxLength: 5 }).map((parts) => parts.join('.')),
    );
    await fc.assert(
      fc.asyncProperty(shown, async (token) => {
        expect(why(await guard.check(token, 'red'))).toBe('invalid');
      }),
      { numRuns: 500 },
    );
  });
});

/** A set of keys on a real server, which may change or go away. */
async function keyServer() {
  let keys: JWK[] = [];
  let asked = 0;
  const server = createServer((_request, response) => {
    asked += 1;
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ keys }));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  // A TCP listener's address is an object.
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks`;
  return {
    url,
    asked: () => asked,
    async publish(...pairs: { kid: string; pair: GenerateKeyPairResult }[]) {
      keys = await Promise.all(
        pairs.map(async ({ kid, pair }) => ({ ...(await exportJWK(pair.publicKey)), kid })),
      );
    },
    async goAway() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function keyPair(kid: string, alg = 'ES256') {
  const pair = await generateKeyPair(alg, { extractable: true });
  const token = await new SignJWT(claims).setProtectedHeader({ alg, kid }).sign(pair.privateKey);
  return { kid, pair, token };
}

describe("a room token signed by others' keys", () => {
  it('holds by a key of the set, and by one that took its place', async () => {
    const server = await keyServer();
    const [old, fresh] = [await keyPair('1'), await keyPair('2', 'RS256')];
    await server.publish(old);
    const keys = remoteTokenKeys(server.url, silent, { cooldownMs: 0 });
    const gate = jwtGatekeeper({ keys }, LEEWAY_MS);
    expect(why(await gate.check(old.token, 'red'))).toBe('let in');
    expect(why(await gate.check(fresh.token, 'red'))).toBe('invalid');
    await server.publish(fresh);
    expect(why(await gate.check(fresh.token, 'red'))).toBe('let in');
    expect(why(await gate.check(old.token, 'red'))).toBe('invalid');
    gate.close();
  });

  it('is checked by the keys that are known while the set cannot be read, and by no guess where they are not', async () => {
    const server = await keyServer();
    const [known, other] = [await keyPair('1'), await keyPair('2')];
    await server.publish(known);
    const keys = remoteTokenKeys(server.url, silent, { cooldownMs: 0 });
    const gate = jwtGatekeeper({ keys }, LEEWAY_MS);
    expect(why(await gate.check(known.token, 'red'))).toBe('let in');
    await server.goAway();
    expect(why(await gate.check(known.token, 'red'))).toBe('let in');
    expect(why(await gate.check(other.token, 'red'))).toBe('unchecked');
    gate.close();
  });

  it('lets nobody in where the set never could be read', async () => {
    const keys = remoteTokenKeys('http://127.0.0.1:9/jwks', silent);
    const gate = jwtGatekeeper({ keys }, LEEWAY_MS);
    expect(why(await gate.check((await keyPair('1')).token, 'red'))).toBe('unchecked');
    gate.close();
  });

  it('does not take the public key for a secret', async () => {
    const server = await keyServer();
    const known = await keyPair('1', 'RS256');
    await server.publish(known);
    const gate = jwtGatekeeper({ keys: remoteTokenKeys(server.url, silent) }, LEEWAY_MS);
    const forged = await new SignJWT(claims)
      .setProtectedHeader({ alg: 'HS256', kid: '1' })
      .sign(bytes(await exportSPKI(known.pair.publicKey)));
    expect(why(await gate.check(forged, 'red'))).toBe('invalid');
    gate.close();
  });

  it('does not ask for the set again with each unknown key', async () => {
    const server = await keyServer();
    await server.publish(await keyPair('1'));
    const gate = jwtGatekeeper({ keys: remoteTokenKeys(server.url, silent) }, LEEWAY_MS);
    for (const kid of ['a', 'b', 'c']) {
      expect(why(await gate.check((await keyPair(kid)).token, 'red'))).toBe('invalid');
    }
    expect(server.asked()).toBe(1);
    gate.close();
  });
});
