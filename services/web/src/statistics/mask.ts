// Who exports what was measured does so to show it to somebody; where they live is not part of it.
const HIDDEN = new Set(['usernameFragment', 'fingerprint', 'base64Certificate', 'issuerCertificateId']);
const ADDRESSES = new Set(['address', 'ip', 'relatedAddress']);

const IPV4 = /\b\d{1,3}(?:\.\d{1,3}){3}\b/g;
// Anything of hexadecimal digits with two colons or more: fingerprints look like that, too.
const IPV6 = /[\da-f:.]*:[\da-f:.]*:[\da-f:.]*/gi;
const PRIVATE = /^(?:10\.|127\.|169\.254\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.)/;
const HOST = /^(stuns?|turns?):([^?]*?)(:\d+)?(\?.*)?$/i;

/** One entry of a report, with what tells of addresses replaced by what kind of address it is. */
export function maskEntry(entry: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(entry)
      .filter(([key]) => !HIDDEN.has(key))
      .map(([key, value]) => [key, maskValue(key, value)]),
  );
}

function maskValue(key: string, value: unknown): unknown {
  if (typeof value !== 'string') return value;
  if (ADDRESSES.has(key)) return kindOf(value);
  if (key === 'url') return value.replace(HOST, '$1:[address]$3$4');
  return value.replace(IPV6, '[address]').replace(IPV4, '[address]');
}

function kindOf(address: string): string {
  if (address === '') return '';
  if (address.endsWith('.local')) return '[mDNS name]';
  if (address.includes(':')) return '[IPv6 address]';
  return PRIVATE.test(address) ? '[private IPv4 address]' : '[IPv4 address]';
}
