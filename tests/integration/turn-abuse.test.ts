// What our coturn must not be talked into: each range, each bad credential and each bound, tried over UDP.
import { randomBytes } from 'node:crypto';
import type { TurnCredential } from '@parley/doctor/stun/credential';
import { TurnClient } from '@parley/doctor/stun/turn-client';
import type { RelayKind } from '@parley/doctor/stun/turn-client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { has } from '../support/requirements.ts';
import { timeLimitedCredential } from '../support/stun/credential.ts';
import { SPECIAL_IPV4, SPECIAL_IPV6, bounds } from '../support/stun/special-purpose.ts';
import { refusal } from '../support/stun/refusal.ts';
import { buildTurnImage, startTurn } from '../support/stun/turn-container.ts';
import type { TurnContainer } from '../support/stun/turn-container.ts';

const secret = randomBytes(24).toString('base64');
const credential = (user = 'ann', seconds = 600): TurnCredential =>
  timeLimitedCredential(secret, user, seconds);
const PUBLIC_IPV4 = ['1.0.0.0', '9.255.255.255', '172.32.0.0', '192.0.1.0', '223.255.255.255'];
const PUBLIC_IPV6 = ['2001:200:0:0:0:0:0:0', '2606:4700:0:0:0:0:0:1111', '2620:4f:8001:0:0:0:0:0'];

describe.skipIf(!has.docker)('coturn, abused', () => {
  let turn: TurnContainer;

  beforeAll(async () => {
    await buildTurnImage();
    turn = await startTurn({ TURN_SECRET: secret, TURN_USER_QUOTA: '3' }, { ipv6: true });
  }, 300_000);
  afterAll(async () => turn?.[Symbol.asyncDispose]());

  async function open(at: TurnContainer = turn): Promise<TurnClient & AsyncDisposable> {
    const client = await TurnClient.open(at.udp);
    return Object.assign(client, { [Symbol.asyncDispose]: () => client.close() });
  }

  /** What each address answers, on one allocation. */
  async function permissions(addresses: readonly string[], kind: RelayKind) {
    await using client = await open();
    await client.allocate(credential(`asks-${kind.family}`), kind);
    const answers: [string, number | 'granted'][] = [];
    for (const address of addresses) {
      answers.push([address, await refusal(client.createPermission(address))]);
    }
    return answers;
  }

  test.each([
    ['IPv4', SPECIAL_IPV4, PUBLIC_IPV4, { family: 'ipv4' }],
    ['IPv6', SPECIAL_IPV6, PUBLIC_IPV6, { family: 'ipv6' }],
  ] as const)(
    'answers 403 to both ends of every special-purpose range of %s, and grants what is public',
    async (_family, special, free, kind) => {
      const denied = special.flatMap(bounds);
      expect(await permissions(denied, kind)).toEqual(denied.map((address) => [address, 403]));
      // No packet leaves: a permission only lets later ones through.
      expect(await permissions(free, kind)).toEqual(free.map((address) => [address, 'granted']));
    },
  );

  test('answers 403 to a private address written as an IPv6 one, and to a channel towards it', async () => {
    const written = [
      '::10.0.0.1',
      '::ffff:10.0.0.1',
      '64:ff9b::10.0.0.1',
      '64:ff9b:1::10.0.0.1',
      '2002:a00:1::',
    ];
    expect(await permissions(written, { family: 'ipv6' })).toEqual(written.map((peer) => [peer, 403]));
    await using client = await open();
    await client.allocate(credential('binds'));
    expect(await refusal(client.bindChannel('10.0.0.1'))).toBe(403);
    expect(await refusal(client.bindChannel('9.9.9.9'))).toBe('granted');
  });

  test.each([
    ['made with another secret', () => timeLimitedCredential('not the secret', 'ann', 600)],
    ['with another password', () => ({ ...credential(), password: 'wrong' })],
    ['with no password', () => ({ ...credential(), password: '' })],
    [
      'for another user than its password was made for',
      () => ({ ...credential('bob'), username: credential().username }),
    ],
    [
      'whose time was put off by hand',
      () => ({ ...credential(), username: credential('ann', 6000).username }),
    ],
    ['that has expired', () => credential('ann', -60)],
    ['whose username holds no time', () => ({ username: 'ann', password: credential().password })],
    ['whose username is a time alone, signed by nobody', () => ({ username: '4102444800', password: 'x' })],
  ])('answers 401 to a credential %s', async (_, bad) => {
    await using client = await open();
    expect(await refusal(client.allocate(bad()))).toBe(401);
  });

  test('answers 442 to who wants TCP relayed', async () => {
    await using client = await open();
    expect(await refusal(client.allocate(credential('tcp'), { protocol: 'tcp' }))).toBe(442);
  });

  test('answers 438 to a nonce that it did not give, and keeps its own for ten minutes', async () => {
    await using client = await open();
    await client.allocate(credential('nonce'));
    expect(await client.refreshWithForgedNonce()).toBe(438);
    expect(await turn.exec('cat', '/run/turn/turnserver.conf')).toMatch(/^stale-nonce=600$/m);
  });

  test('answers 486 to whoever has as many allocations as one may have, also under a later credential', async () => {
    await using scope = new AsyncDisposableStack();
    for (let age = 0; age < 3; age += 1) {
      await scope.use(await open()).allocate(credential('greedy', 600 + age));
    }
    expect(await refusal(scope.use(await open()).allocate(credential('greedy', 700)))).toBe(486);
    expect(await refusal(scope.use(await open()).allocate(credential('modest')))).toBe('granted');
  });

  test('answers 486 to all where its ports, or the bytes that they may pass a second, are given away', async () => {
    const settings = { TURN_SECRET: secret, TURN_EXTERNAL_IP: '8.8.4.4' };
    await using scope = new AsyncDisposableStack();
    const [few, slow] = await Promise.all([
      startTurn({ ...settings, TURN_MIN_PORT: '50000', TURN_MAX_PORT: '50001' }),
      startTurn({ ...settings, TURN_MAX_BPS: '1000', TURN_BPS_CAPACITY: '2000' }),
    ]);
    scope.use(few);
    scope.use(slow);
    for (const each of [few, slow]) {
      for (const user of ['one', 'two']) await scope.use(await open(each)).allocate(credential(user));
      expect(await refusal(scope.use(await open(each)).allocate(credential('three')))).toBe(486);
    }
  }, 90_000);

  test('has no command line, no web page and no TCP relay, and listens on nothing but its ports', async () => {
    const listening = await turn.exec(
      'sh',
      '-c',
      'awk \'NR > 1 && $4 == "0A" { print $2 }\' /proc/net/tcp /proc/net/tcp6',
    );
    const ports = listening
      .trim()
      .split('\n')
      .map((address) => Number.parseInt(address.split(':')[1] ?? '', 16));
    // Docker's own resolver apart, which a container of the default network lacks.
    expect([...new Set(ports)]).toEqual([3478]);
  });
});
