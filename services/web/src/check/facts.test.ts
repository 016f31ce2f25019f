import { expect, it } from 'vitest';
import { candidateRow } from './candidate-row.ts';
import { ipv6Seen, publicAddresses } from './facts.ts';

function row(type: string, address: string) {
  return candidateRow({ type, address, foundation: '', protocol: 'udp', port: 1, priority: 1 }, 0);
}

it('names each address once that a STUN server saw, and no relay’s', () => {
  const rows = [row('host', '10.0.0.2'), row('srflx', '203.0.113.9'), row('srflx', '203.0.113.9')];
  expect(publicAddresses([...rows, row('relay', '198.51.100.1')])).toEqual(['203.0.113.9']);
});

it.each([
  ['yes', 'host', '2001:db8::1'],
  ['yes', 'srflx', '2001:db8::1'],
  ['no', 'host', 'fe80::1'],
  ['no', 'relay', '2001:db8::1'],
  ['no', 'host', '192.0.2.1'],
  ['hidden', 'host', '0f7c1b2e-0000-4000-8000-000000000000.local'],
])('IPv6 seen: %s for a candidate of type %s with %s', (seen, type, address) => {
  expect(ipv6Seen([row(type, address)])).toBe(seen);
});
