import { createRemoteJWKSet, errors } from 'jose';
import type { CryptoKey, JWSHeaderParameters, FlattenedJWSInput } from 'jose';
import type { Logger } from 'pino';

/** A set of keys that is read from elsewhere, and the word that it cannot be. */
export interface TokenKeys {
  readonly find: (header: JWSHeaderParameters, token: FlattenedJWSInput) => Promise<CryptoKey>;
  close(): void;
}

/** The keys cannot be read, so that nobody knows whether a token is good. */
export class KeysUnavailable extends Error {
  constructor(cause: unknown) {
    super('the keys for room tokens cannot be read', { cause });
    this.name = 'KeysUnavailable';
  }
}

/** How soon a key that was taken out of the set counts for nothing. */
const REFRESH_MS = 300_000;
/** How long an answer may take, and how soon after one an unknown key asks again. */
const TIMEOUT_MS = 5_000;
const COOLDOWN_MS = 10_000;

/**
 * The JSON Web Key Set (RFC 7517) at `url`. Keys that are known hold on while it cannot be read; one that is not known
 * is looked for there, and is KeysUnavailable where that fails.
 */
export function remoteTokenKeys(url: string, log: Logger, { cooldownMs = COOLDOWN_MS } = {}): TokenKeys {
  const keys = createRemoteJWKSet(new URL(url), {
    timeoutDuration: TIMEOUT_MS,
    cooldownDuration: cooldownMs,
    // They are refreshed by the timer below, which may fail without making those that are known worthless.
    cacheMaxAge: Number.POSITIVE_INFINITY,
  });
  const refresh = () => {
    keys.reload().catch((error: unknown) => {
      log.warn({ reason: reasonOf(error) }, 'the keys for room tokens cannot be read (JOIN_TOKEN_JWKS_URL)');
    });
  };
  refresh();
  const timer = setInterval(refresh, REFRESH_MS);
  timer.unref();
  return {
    async find(header, token) {
      try {
        return await keys(header, token);
      } catch (error) {
        throw isOfTheToken(error) ? error : new KeysUnavailable(error);
      }
    },
    close: () => clearInterval(timer),
  };
}

/** The set was read, and has no one key for this token. */
function isOfTheToken(error: unknown): boolean {
  return (
    error instanceof errors.JWKSNoMatchingKey ||
    error instanceof errors.JWKSMultipleMatchingKeys ||
    error instanceof errors.JOSENotSupported
  );
}

/** Names no address: the kind of the error, and the system's word for its cause. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  const { cause } = error;
  return cause instanceof Error && 'code' in cause ? String(cause.code) : error.name;
}
