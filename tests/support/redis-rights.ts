import { readFileSync } from 'node:fs';
import { ask } from './redis-admin.ts';

/** What the nodes' user may do in the Redis of the stack: rules as `ACL SETUSER` takes them. */
export const RIGHTS = readFileSync(new URL('../../infra/redis/rights.acl', import.meta.url), 'utf8').trim();

/**
 * Makes that user, and gives the address with its login. Tests keep apart by prefixes of their own, so that for them the
 * keys and channels that begin with `test` count too.
 */
export async function limitedUser(url: string): Promise<string> {
  const password = crypto.randomUUID();
  const rules = RIGHTS.replace('~parley:*', '~parley:* ~test*')
    .replace('&parley:*', '&parley:* &test*')
    .split(' ');
  await ask(url, (client) => client.acl('SETUSER', 'parley', 'reset', 'on', `>${password}`, ...rules));
  return url.replace('redis://', `redis://parley:${password}@`);
}
