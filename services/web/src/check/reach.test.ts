import { expect, it } from 'vitest';
import { parseIceUrl } from './ice-url.ts';
import { gradeReach, readReach } from './reach.ts';
import type { AskedServer, Reach } from './reach.ts';
import type { Failure } from './server-outcome.ts';

const STUN = 'stun:a.example';
const UDP = 'turn:a.example?transport=udp';
const TCP = 'turn:a.example?transport=tcp';
const TLS = 'turns:a.example';

function asked(text: string, failure?: Failure): AskedServer {
  const url = parseIceUrl(text) ?? expect.fail(text);
  const outcome = failure
    ? ({ result: 'fail', failure, ms: 1, code: undefined, detail: '' } as const)
    : ({ result: 'pass', ms: 1 } as const);
  return { url, outcome };
}

const cases: [string, Reach, AskedServer[]][] = [
  ['nothing is set', 'none-set', []],
  ['there is only STUN', 'no-relay-set', [asked(STUN)]],
  ['there is only STUN, of which one is away', 'no-relay-set', [asked(STUN), asked(STUN, 'unreachable')]],
  ['there is only STUN, and it is away', 'all-away', [asked(STUN, 'unreachable')]],
  ['all answer', 'open', [asked(STUN), asked(UDP), asked(TCP), asked(TLS)]],
  ['TLS alone is missing', 'no-tls', [asked(STUN), asked(UDP), asked(TCP), asked(TLS, 'unreachable')]],
  [
    'TLS alone is not trusted',
    'tls-untrusted',
    [asked(STUN), asked(UDP), asked(TCP), asked(TLS, 'certificate')],
  ],
  ['TLS is all there is, and is not trusted', 'untrusted', [asked(STUN), asked(TLS, 'certificate')]],
  [
    'UDP gets nowhere and TCP does',
    'no-udp',
    [asked(STUN, 'unreachable'), asked(UDP, 'silent'), asked(TCP), asked(TLS, 'unreachable')],
  ],
  ['UDP gets nowhere and TLS does', 'no-udp', [asked(UDP, 'unreachable'), asked(TLS)]],
  ['one of several ways is missing', 'partly', [asked(STUN), asked(UDP), asked(TCP, 'unreachable')]],
  ['UDP gets through to STUN alone', 'partly', [asked(STUN), asked(UDP, 'unreachable'), asked(TCP)]],
  [
    'every relay refuses',
    'refused',
    [asked(STUN), asked(UDP, 'credential'), asked(TCP, 'credential'), asked(TLS, 'unreachable')],
  ],
  ['the relay is full', 'full', [asked(STUN), asked(UDP, 'quota')]],
  ['the relay has no ports', 'full', [asked(UDP, 'no-ports')]],
  ['STUN answers and no relay does', 'relay-away', [asked(STUN), asked(UDP, 'unreachable')]],
  ['nothing answers', 'all-away', [asked(STUN, 'unreachable'), asked(UDP, 'no-such-host')]],
  [
    'the relay refuses by one way and is not trusted by the other',
    'refused',
    [asked(UDP, 'credential'), asked(TLS, 'certificate')],
  ],
  ['the relay fails', 'failing', [asked(STUN), asked(UDP, 'server-error')]],
];

it.each(cases)('%s: %s', (_what, reach, servers) => {
  expect(readReach(servers)).toBe(reach);
});

it('calls bad only what leaves no relay though one was meant to be there', () => {
  const grades = new Map(cases.map(([, reach]) => [reach, gradeReach(reach)]));
  const bad = [...grades].filter(([, grade]) => grade === 'bad').map(([reach]) => reach);
  expect(bad.toSorted()).toEqual(['all-away', 'failing', 'full', 'refused', 'relay-away', 'untrusted']);
});
