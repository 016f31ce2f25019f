import { createHash } from 'node:crypto';

export interface TurnCredential {
  readonly username: string;
  readonly password: string;
}

/** The key of the long-term credential mechanism: RFC 8489 section 9.2.2. */
export function longTermKey({ username, password }: TurnCredential, realm: string): Buffer {
  return createHash('md5').update(`${username}:${realm}:${password}`).digest();
}
