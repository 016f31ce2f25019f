// IANA's registries of special-purpose addresses (RFC 6890), and multicast, as they stood in November 2026: written
// here a second time on purpose, as coturn's own list can only be checked against an independent hand.

export const SPECIAL_IPV4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.31.196.0/24',
  '192.52.193.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '192.175.48.0/24',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
] as const;

export const SPECIAL_IPV6 = [
  '::/128',
  '::1/128',
  '::/96', // holds an IPv4 address: deprecated by RFC 4291
  '::ffff:0:0/96', // mapped
  '64:ff9b::/96', // NAT64
  '64:ff9b:1::/48', // NAT64
  '100::/64',
  '100:0:0:1::/64',
  '2001::/23',
  '2001::/32', // Teredo
  '2001:db8::/32',
  '2002::/16', // 6to4
  '2620:4f:8000::/48',
  '3fff::/20',
  '5f00::/16',
  'fc00::/7',
  'fe80::/10',
  'fec0::/10',
  'ff00::/8',
] as const;

/** The first and the last address of a range; for IPv6 in full, without `::`. */
export function bounds(range: string): readonly [first: string, last: string] {
  const [address = '', prefix = ''] = range.split('/');
  const { width, groups, base } = address.includes(':')
    ? { width: 16, groups: ipv6Groups(address), base: 16 }
    : { width: 8, groups: address.split('.').map(Number), base: 10 };
  const last = groups.map((group, index) => {
    const free = Math.min(Math.max((index + 1) * width - Number(prefix), 0), width);
    return group + 2 ** free - 1;
  });
  const write = (numbers: readonly number[]) =>
    numbers.map((number) => number.toString(base)).join(base === 16 ? ':' : '.');
  return [write(groups), write(last)];
}

function ipv6Groups(address: string): number[] {
  const [left, right] = address.split('::').map((part) => part.split(':').filter(Boolean));
  const zeros = Array<string>(8 - (left?.length ?? 0) - (right?.length ?? 0)).fill('0');
  return [...(left ?? []), ...zeros, ...(right ?? [])].map((group) => Number.parseInt(group, 16));
}
