import type { AddressInfo } from 'node:net';

/** Tells who started this process on which port it listens, in a line of its own. */
export function announce(address: AddressInfo | string | null): void {
  if (address === null || typeof address === 'string') throw new Error('a TCP port was expected');
  process.stdout.write(`listening on ${address.port}\n`);
}
