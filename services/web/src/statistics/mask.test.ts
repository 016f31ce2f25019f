import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maskEntry } from './mask.ts';

const address = fc.oneof(fc.ipV4(), fc.ipV6());

describe('an exported report', () => {
  it('tells what kind of address it was', () => {
    const kinds = ['192.168.1.7', '172.20.0.1', '172.50.0.1', '2001:db8::1', 'f00.local', ''].map(
      (value) => maskEntry({ address: value })['address'],
    );
    expect(kinds).toEqual([
      '[private IPv4 address]',
      '[private IPv4 address]',
      '[IPv4 address]',
      '[IPv6 address]',
      '[mDNS name]',
      '',
    ]);
  });

  it('keeps how a server is reached, and not where it stands', () => {
    const url = (value: string) => maskEntry({ url: value })['url'];
    expect(url('turn:turn.example.org:3478?transport=udp')).toBe('turn:[address]:3478?transport=udp');
    expect(url('stun:203.0.113.9')).toBe('stun:[address]');
    expect(url('turns:[2001:db8::1]:5349?transport=tcp')).toBe('turns:[address]:5349?transport=tcp');
  });

  it('keeps what tells nothing of anybody, and drops what is secret', () => {
    const entry = { id: 'I1', type: 'codec', mimeType: 'video/VP8', port: 3478, packets: 7, ok: true };
    expect(maskEntry({ ...entry, usernameFragment: 'x', fingerprint: 'AA:BB:CC' })).toEqual(entry);
  });

  it('lets no address through, wherever it stands', () => {
    const keys = fc.constantFrom('address', 'ip', 'relatedAddress', 'foundation', 'id', 'candidate');
    fc.assert(
      fc.property(keys, address, fc.constantFrom('', 'udp ', 'host='), (key, value, before) => {
        const text =
          before === '' || !['address', 'ip', 'relatedAddress'].includes(key) ? before + value : value;
        expect(JSON.stringify(maskEntry({ [key]: text }))).not.toContain(value);
      }),
    );
  });
});
