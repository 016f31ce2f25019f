import ipaddr from 'ipaddr.js';

/** An IPv6 network hands out whole /64s: one client there can take any address of its own. */
const GROUPS_OF_A_64 = 4;

/**
 * What counts as one address: an IPv4 address, one that is mapped into IPv6 too, or the /64 that an IPv6 address is in.
 * Undefined for this machine itself, whose programs nobody needs to be kept from.
 */
export function addressBlock(address: string): string | undefined {
  // A link-local one may have a zone behind it (RFC 4007).
  const [bare = ''] = address.split('%');
  // A proxy that is trusted may say anything; whoever comes without an address shares one.
  if (!ipaddr.isValid(bare)) return 'none';
  const parsed = ipaddr.process(bare);
  if (parsed.range() === 'loopback') return undefined;
  return parsed instanceof ipaddr.IPv6
    ? `${parsed.parts
        .slice(0, GROUPS_OF_A_64)
        .map((group) => group.toString(16))
        .join(':')}::/64`
    : parsed.toString();
}
