import { checkServerIdentity } from 'node:tls';
import type { PeerCertificate } from 'node:tls';

const DAY_MS = 86_400_000;
const SELF_SIGNED = new Set(['DEPTH_ZERO_SELF_SIGNED_CERT']);

/** What a browser would say of a certificate. */
export type CertificateVerdict =
  | { readonly is: 'good' | 'self-signed'; readonly daysLeft: number }
  | { readonly is: 'expired'; readonly daysAgo: number }
  | { readonly is: 'not yet valid' }
  | { readonly is: 'for another name'; readonly names: string }
  | { readonly is: 'untrusted'; readonly why: string };

/** Judges by a given clock, so that the day before it ends can be tried on any other. */
export function judgeCertificate(
  certificate: PeerCertificate,
  trust: { readonly host: string; readonly authorizationError: string | undefined },
  now: number,
): CertificateVerdict {
  const until = Date.parse(certificate.valid_to);
  if (now > until) return { is: 'expired', daysAgo: Math.floor((now - until) / DAY_MS) };
  if (now < Date.parse(certificate.valid_from)) return { is: 'not yet valid' };
  if (checkServerIdentity(trust.host, certificate)) {
    return { is: 'for another name', names: certificate.subjectaltname ?? 'none' };
  }
  const daysLeft = Math.floor((until - now) / DAY_MS);
  const { authorizationError } = trust;
  if (authorizationError === undefined) return { is: 'good', daysLeft };
  if (SELF_SIGNED.has(authorizationError)) return { is: 'self-signed', daysLeft };
  return { is: 'untrusted', why: authorizationError };
}
