import type { IceServer } from '@parley/client/messages';
import { parseIceUrl } from './ice-url.ts';

/** What a person entered of a server of their own. */
export interface OwnServerEntry {
  addresses: string;
  user: string;
  password: string;
}

export type OwnServerFault = 'bad' | 'needsCredential';

/** Reads an entry into what a connection takes, or says what is wrong with it. */
export function readOwnServer({ addresses, user, password }: OwnServerEntry): IceServer | OwnServerFault {
  const urls = addresses.split(/[\s,;]+/).filter((text) => text !== '');
  const parsed = urls.map(parseIceUrl);
  if (urls.length === 0 || parsed.includes(undefined)) return 'bad';
  const relays = parsed.some((url) => url?.way !== 'stun');
  if (relays && (user === '' || password === '')) return 'needsCredential';
  return relays ? { urls, username: user, credential: password } : { urls };
}
