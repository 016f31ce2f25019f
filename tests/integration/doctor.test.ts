// What `make doctor` says of a deployment that is well, and of one in which one thing is wrong.
import type { Finding } from '@parley/doctor/finding';
import { describe, expect, it } from 'vitest';
import { examined } from '../support/doctor/patient.ts';
import type { Illness } from '../support/doctor/patient.ts';
import { has } from '../support/requirements.ts';

const DAY_MS = 86_400_000;
const JOIN_SECRET = 'a-secret-of-the-doctor-tests-that-is-long-enough';
const NOWHERE = 'redis://127.0.0.1:1';

/** The fault put in; the check that has to see it, what it says, and the line that it names. */
const FAULTS: readonly [string, Illness, string, RegExp, string][] = [
  [
    'a name that leads nowhere',
    { doctor: { PUBLIC_HOST: 'call.invalid' } },
    'name',
    /^call\.invalid has no address/,
    'PUBLIC_HOST in .env',
  ],
  [
    'a port that is not open',
    { doctor: { HTTPS_PORT: '1' } },
    'certificate',
    /port 1: no TLS \(ECONNREFUSED\)/,
    'HTTPS_PORT in .env',
  ],
  [
    'a certificate that has expired',
    { aheadMs: 100 * DAY_MS },
    'certificate',
    /^expired (9|10) days ago$/,
    'tls.crt and tls.key in secrets/',
  ],
  [
    'a certificate for another name',
    { certificate: 'other' },
    'certificate',
    /^is for DNS:other\.example, not for 127\.0\.0\.1$/,
    'PUBLIC_HOST in .env',
  ],
  [
    'an HTTP port that leads nowhere',
    { front: { plainStatus: 200 } },
    'redirect',
    /answers 200 and leads nowhere/,
    'HTTP_PORT in .env',
  ],
  [
    'an HTTP port that leads to another HTTPS port',
    { front: { redirectPort: 4444 } },
    'redirect',
    /leads to https:\/\/127\.0\.0\.1:4444\/doctor/,
    'HTTPS_PORT in .env',
  ],
  [
    'a proxy that keeps the upgrade for itself',
    { front: { status: 426 } },
    'websocket',
    /answers 426 in place of 101$/,
    'proxy_set_header Upgrade and Connection in the configuration of what stands before nginx',
  ],
  [
    'a proxy that finds no node',
    { front: { status: 502 } },
    'websocket',
    /answers 502 in place of 101: there is no node/,
    'signaling in docker-compose.yml',
  ],
  [
    'an origin that was forgotten',
    { node: { ALLOWED_ORIGINS: 'https://old.example' } },
    'origin',
    /a page of https:\/\/127\.0\.0\.1:\d+ is answered 403/,
    'ALLOWED_ORIGINS in .env',
  ],
  [
    'a Redis that is away',
    { redisUrl: NOWHERE },
    'store',
    /a node is not ready: .*Redis/i,
    'REDIS_URL in docker-compose.yml',
  ],
  [
    'a Redis that is away, where nodes cannot be asked',
    { redisUrl: NOWHERE, doctor: { NODES: '' } },
    'store',
    /a join is refused: unavailable/,
    'REDIS_URL in docker-compose.yml',
  ],
  [
    'a room token that is missing',
    { node: { JOIN_TOKEN_SECRET: JOIN_SECRET } },
    'store',
    /^a join is refused: /,
    'JOIN_TOKEN_SECRET_FILE in .env',
  ],
  [
    'a clock that is wrong',
    { aheadMs: 120_000 },
    'clock',
    /^the deployment is 1(19|20|21) s behind this machine$/,
    'the clock in the system of either machine',
  ],
  [
    'nodes that share no Redis',
    { lonelyNodes: 2 },
    'two nodes',
    /^peers on different nodes do not meet$/,
    'REDIS_URL in docker-compose.yml',
  ],
  [
    'no TURN server',
    { noTurn: true },
    'ice servers',
    /^peers are told of no TURN server/,
    'TURN_URLS in .env',
  ],
  [
    'a TURN secret that is another',
    { turn: { refuses: 401 } },
    'turn udp',
    /takes no credential that a node makes \(401\)/,
    'turn_secret in secrets/',
  ],
  [
    'relay ports that are used up',
    { turn: { refuses: 486 } },
    'turn udp',
    /has no relay port left \(486\)/,
    'TURN_MIN_PORT and TURN_MAX_PORT in .env',
  ],
  ['TURN closed for UDP', { closed: ['udp'] }, 'turn udp', /: ECONNREFUSED$/, 'TURN_PORT in .env'],
  ['TURN closed for TCP', { closed: ['tcp'] }, 'turn tcp', /: ECONNREFUSED$/, 'TURN_PORT in .env'],
  ['TURN closed for TLS', { closed: ['tls'] }, 'turn tls', /: ECONNREFUSED$/, 'TURN_TLS_PORT in .env'],
  [
    'relay ports that are not those published',
    { turn: { firstRelayPort: 30_000 } },
    'relay ports',
    /^a relay got port 3\d{4}, outside of 49160 to 49259$/,
    'TURN_MIN_PORT and TURN_MAX_PORT in .env',
  ],
  [
    'relay ports that are not open to the outside',
    { turn: { seenAs: '198.51.100.1' } },
    'relay ports',
    /^a packet to 127\.0\.0\.1:49160 does not get in$/,
    'TURN_MIN_PORT and TURN_MAX_PORT in .env',
  ],
  [
    'a relay through which nothing gets',
    { turn: { swallows: true, allowsPrivate: true } },
    'relayed bytes',
    /^a relay is given, but nothing gets through it$/,
    'TURN_EXTERNAL_IP in .env',
  ],
  [
    'a relay that denies itself',
    {},
    'relayed bytes',
    /^coturn denies its own relays \(403\)$/,
    'allowed-peer-ip in services/turn/entrypoint.sh',
  ],
  [
    'a relay into private networks',
    { turn: { allowsPrivate: true } },
    'private peers',
    /^it would relay to 127\.0\.0\.1, 10\.0\.0\.1/,
    'denied-peer-ip in services/turn/denied-peers.conf',
  ],
];

const NO_REMEDY = { setting: undefined, file: undefined };

const outcomes = (findings: ReadonlyMap<string, Finding>, outcome: Finding['outcome']) =>
  [...findings].filter(([, finding]) => finding.outcome === outcome).map(([check]) => check);

describe.skipIf(!has.openssl).concurrent('the doctor', () => {
  it('finds a deployment well that is', async () => {
    const findings = await examined({ turn: { relayAddress: '192.0.2.7' } });
    expect(outcomes(findings, 'fault')).toEqual([]);
    expect(outcomes(findings, 'not tried')).toEqual([]);
    // A certificate of its own, which browsers ask about, and so does an address that the name does not lead to.
    expect(outcomes(findings, 'warning')).toEqual(['certificate', 'turn tls', 'relay address']);
  });

  it.for(FAULTS)('names %s', async ([, illness, check, seen, line]) => {
    const finding = (await examined(illness)).get(check);
    expect(finding).toMatchObject({ outcome: 'fault', seen: expect.stringMatching(seen) });
    const { setting, file } = finding && 'remedy' in finding ? finding.remedy : NO_REMEDY;
    expect(`${setting} in ${file}`).toBe(line);
  });

  it('sees from a public address that a packet gets in', async () => {
    const anyPort = { TURN_MIN_PORT: '1024', TURN_MAX_PORT: '65535' };
    const findings = await examined({
      turn: { seenAs: '198.51.100.1', isOpenOutside: true },
      doctor: anyPort,
    });
    expect(findings.get('relay ports')).toMatchObject({
      outcome: 'ok',
      seen: expect.stringMatching(/ and a packet gets in there$/),
    });
  });

  it('signs its own room tokens where it has the secret', async () => {
    const secret = { JOIN_TOKEN_SECRET: JOIN_SECRET };
    const findings = await examined({ node: secret, doctor: secret });
    expect(outcomes(findings, 'fault')).toEqual(['relayed bytes']);
    expect(findings.get('two nodes')).toMatchObject({ outcome: 'ok' });
  });

  it('warns of a certificate that ends within days', async () => {
    const finding = (await examined({ aheadMs: 80 * DAY_MS })).get('certificate');
    expect(finding).toMatchObject({ outcome: 'warning', seen: expect.stringContaining('9 days left') });
  });

  it('warns where any page may connect', async () => {
    const findings = await examined({ node: { ALLOWED_ORIGINS: '*' } });
    expect(findings.get('origin')).toMatchObject({
      outcome: 'warning',
      remedy: { setting: 'ALLOWED_ORIGINS' },
    });
  });

  it('does not try what needs something that is missing', async () => {
    const findings = await examined({ front: { status: 502 } });
    expect(outcomes(findings, 'fault')).toEqual(['websocket']);
    expect(findings.get('two nodes')).toEqual({
      outcome: 'not tried',
      why: 'it needs what "store" found wanting',
    });
  });
});
