// What a report must not carry to whoever it is sent: credentials, and addresses of anybody's.

const HIDDEN = '•••';
/** Numbers between dots, four or more: an IPv4 address, or what nobody can tell from one. */
const IPV4 = String.raw`\d+(?:\.\d+){3,}`;
/** Colons among hex digits: two together, or more of them than a time of day has. Dots, as IPv4 may stand at its end. */
const IPV6 = String.raw`[\da-f:.]*(?:::|:(?:[\da-f]+:){3,})[\da-f:.]*(?:%[\w.-]+)?`;
/** The stand-in that browsers give for an address of a machine's own (draft-ietf-mmusic-mdns-ice-candidates). */
const MDNS = String.raw`[\w-]+\.local`;
const ADDRESS = new RegExp(`${IPV6}|${IPV4}|${MDNS}`, 'giu');

/**
 * Hides the secrets that are named, and whatever looks like an address. The same address gets the same number, so that
 * a reader still sees what belongs together.
 */
export function masked(text: string, secrets: readonly string[]): string {
  const numbers = new Map<string, number>();
  const hide = hider(secrets);
  const withoutAddresses = hide(text).replaceAll(ADDRESS, (address) => {
    const number = numbers.get(address) ?? numbers.size + 1;
    numbers.set(address, number);
    return `<${kindOf(address)} ${number}>`;
  });
  // Once more: what an address left standing beside a mask of ours could read as a secret again.
  return hide(withoutAddresses);
}

function hider(secrets: readonly string[]): (text: string) => string {
  // The longest first, or a part of it would be left behind a shorter one.
  const wanted = secrets.filter((secret) => secret !== '').toSorted((a, b) => b.length - a.length);
  if (wanted.length === 0) return (text) => text;
  const pattern = new RegExp(wanted.map(escape).join('|'), 'gu');
  return (text) => text.replaceAll(pattern, HIDDEN);
}

// RegExp.escape is younger than the oldest browsers that the page is built for.
function escape(text: string): string {
  return text.replaceAll(/[\^$.*+?()[\]{}|/\\]/g, String.raw`\$&`);
}

function kindOf(address: string): string {
  if (/\.local$/i.test(address)) return 'mdns';
  if (address.includes(':')) return 'ipv6';
  return isPrivate(address) ? 'ipv4 private' : 'ipv4 public';
}

// RFC 1918, carrier-grade NAT, loopback and link-local: what kind it is tells much and gives nothing away.
function isPrivate(address: string): boolean {
  const [first = 0, second = 0] = address.split('.').map(Number);
  if (first === 10 || first === 127) return true;
  if (first === 172) return second >= 16 && second <= 31;
  if (first === 100) return second >= 64 && second <= 127;
  return (first === 192 && second === 168) || (first === 169 && second === 254);
}
