import { lookup } from 'node:dns/promises';
import { BlockList, isIP, isIPv6 } from 'node:net';
import type { Settings } from './settings.ts';

const LOOPBACK = new BlockList();
LOOPBACK.addSubnet('127.0.0.0', 8, 'ipv4');
LOOPBACK.addAddress('::1', 'ipv6');

/** A deployment as it is met from here. */
export class Deployment {
  readonly settings: Settings;
  /** Milliseconds since 1970, by this machine's clock. */
  readonly now: () => number;

  constructor(settings: Settings, now: () => number = Date.now) {
    this.settings = settings;
    this.now = now;
  }

  /** Host and port of the page, as a browser puts them into Host and Origin. */
  get authority(): string {
    const { host, httpsPort } = this.settings;
    const name = isIPv6(host) ? `[${host}]` : host;
    return httpsPort === 443 ? name : `${name}:${httpsPort}`;
  }

  get origin(): string {
    return `https://${this.authority}`;
  }

  /** Every address of a name, IPv4 first; loopback as it is reached from here. Throws where there is none. */
  async addressesOf(host: string): Promise<string[]> {
    const found = await lookup(host, { all: true, order: 'ipv4first' });
    const { loopback } = this.settings;
    if (loopback === undefined || !found.some(({ address }) => isLoopback(address))) {
      return found.map(({ address }) => address);
    }
    return (await lookup(loopback, { all: true, order: 'ipv4first' })).map(({ address }) => address);
  }

  async addressOf(host: string): Promise<string> {
    const [first] = await this.addressesOf(host);
    if (first === undefined) throw new Error(`${host} has no address`);
    return first;
  }
}

export function isLoopback(address: string): boolean {
  return isIP(address) !== 0 && LOOPBACK.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
}
