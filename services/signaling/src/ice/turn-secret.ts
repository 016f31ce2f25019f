import { readFileSync, statSync } from 'node:fs';
import type { Logger } from 'pino';

/** How long a renewed secret is left to coturn, which takes it within half a minute, before credentials are made with it. */
const SETTLE_MS = 60_000;
const LOOK_EVERY_MS = 1_000;

interface TurnSecretOptions {
  readonly log: Logger;
  /** Milliseconds of the clock that files are dated by. */
  readonly now?: () => number;
}

/**
 * The secret that credentials are made with now: the first line of its file, read again where that was renewed, so that
 * a secret is changed while nodes run. The file's other lines are for coturn: secrets that it accepts still. `initial` is
 * what the file held at start.
 */
export function turnSecretFrom(
  file: string,
  initial: string,
  { log, now = Date.now }: TurnSecretOptions,
): () => string {
  let secret = initial;
  let lookedAt = -Infinity;
  const look = () => {
    try {
      if (now() - statSync(file).mtimeMs < SETTLE_MS) return;
      const renewed = firstLine(readFileSync(file, 'utf8'));
      if (renewed === '' || renewed === secret) return;
      secret = renewed;
      log.info('took the renewed TURN secret');
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      log.warn(
        { file, code },
        'the TURN secret cannot be read again (TURN_SECRET_FILE); the one before is used',
      );
    }
  };
  return () => {
    if (now() - lookedAt >= LOOK_EVERY_MS) {
      lookedAt = now();
      look();
    }
    return secret;
  };
}

/** What counts of a file that may hold several secrets, one a line. */
export function firstLine(text: string): string {
  return text.trim().split('\n')[0]?.trim() ?? '';
}
