import { errors, jwtVerify } from 'jose';
import type { JWTPayload, JWTVerifyOptions } from 'jose';
import type { Denial, Gatekeeper, Verdict } from './gatekeeper.ts';
import { grantOf, isFor, roomClaims } from './room-claims.ts';
import { KeysUnavailable } from './token-keys.ts';
import type { TokenKeys } from './token-keys.ts';

/** What tokens are signed by: secrets of our own, several while one takes the place of another, or others' keys. */
export type TokenTrust = { readonly secrets: readonly string[] } | { readonly keys: TokenKeys };

export const SECRET_ALGORITHM = 'HS256';
/** Public keys only: a secret in a set that anybody can read would let anybody sign. */
const PUBLIC_ALGORITHMS = [
  'EdDSA',
  'Ed25519',
  'ES256',
  'ES384',
  'ES512',
  'PS256',
  'PS384',
  'PS512',
  'RS256',
  'RS384',
  'RS512',
];

/** Lets in whoever has a signed room token (JWT, RFC 7519) for the room. */
export function jwtGatekeeper(trust: TokenTrust, leewayMs: number): Gatekeeper {
  const rules = { clockTolerance: leewayMs / 1000, requiredClaims: ['exp', 'room'] };
  const verify = 'keys' in trust ? byKeys(trust.keys, rules) : bySecrets(trust.secrets, rules);
  return {
    leewayMs,
    async check(token, room) {
      if (token === undefined) return { ok: false, why: 'missing' };
      try {
        return judged(await verify(token), room);
      } catch (error) {
        return { ok: false, why: denialOf(error) };
      }
    },
    close: () => 'keys' in trust && trust.keys.close(),
  };
}

type Verify = (token: string) => Promise<JWTPayload>;

function byKeys(keys: TokenKeys, rules: JWTVerifyOptions): Verify {
  const options = { ...rules, algorithms: PUBLIC_ALGORITHMS };
  return async (token) => (await jwtVerify(token, keys.find, options)).payload;
}

function bySecrets(secrets: readonly string[], rules: JWTVerifyOptions): Verify {
  const options = { ...rules, algorithms: [SECRET_ALGORITHM] };
  const encoded = secrets.map((secret) => new TextEncoder().encode(secret));
  return async (token) => {
    let failure: unknown;
    for (const secret of encoded) {
      try {
        return (await jwtVerify(token, secret, options)).payload;
      } catch (error) {
        // What another secret signed says nothing of what the token holds; anything else would be the same again.
        if (!(error instanceof errors.JWSSignatureVerificationFailed)) throw error;
        failure = error;
      }
    }
    throw failure;
  };
}

function judged(payload: JWTPayload, room: string): Verdict {
  const claims = roomClaims.safeParse(payload);
  if (!claims.success) return { ok: false, why: 'invalid' };
  if (!isFor(claims.data, room)) return { ok: false, why: 'other-room' };
  return { ok: true, grant: grantOf(claims.data) };
}

function denialOf(error: unknown): Denial {
  if (error instanceof KeysUnavailable) return 'unchecked';
  if (error instanceof errors.JWTExpired) return 'expired';
  if (error instanceof errors.JOSEError) return 'invalid';
  throw error;
}
