import type { PeerCertificate } from 'node:tls';
import { expect, it } from 'vitest';
import { judgeCertificate } from './certificate.ts';

// What is read of one, and no more.
const certificate = {
  subject: { CN: 'call.example.org' },
  subjectaltname: 'DNS:call.example.org',
  valid_from: 'Jan  1 00:00:00 2026 GMT',
  valid_to: 'Mar  1 00:00:00 2026 GMT',
} as unknown as PeerCertificate;
const host = 'call.example.org';
const good = { host, authorizationError: undefined };
const in2026 = (month: number, day: number) => Date.UTC(2026, month - 1, day);

it.each([
  ['good, with its days', good, in2026(2, 1), { is: 'good', daysLeft: 28 }],
  ['expired', good, in2026(3, 4), { is: 'expired', daysAgo: 3 }],
  ['not yet valid', good, Date.UTC(2025, 11, 31), { is: 'not yet valid' }],
  [
    'for another name',
    { ...good, host: 'example.org' },
    in2026(2, 1),
    { is: 'for another name', names: 'DNS:call.example.org' },
  ],
  [
    'self-signed',
    { host, authorizationError: 'DEPTH_ZERO_SELF_SIGNED_CERT' },
    in2026(2, 1),
    { is: 'self-signed', daysLeft: 28 },
  ],
  [
    'untrusted, as where the chain has a gap',
    { host, authorizationError: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' },
    in2026(2, 1),
    { is: 'untrusted', why: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' },
  ],
])('is %s', (_what, trust, now, verdict) => {
  expect(judgeCertificate(certificate, trust, now)).toEqual(verdict);
});
