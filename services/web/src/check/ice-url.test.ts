import { expect, it } from 'vitest';
import { parseIceUrl, withoutTls } from './ice-url.ts';
import type { IceUrl } from './ice-url.ts';

const good: [string, Omit<IceUrl, 'text'>][] = [
  ['stun:a.example', { way: 'stun', host: 'a.example', port: 3478, transport: 'UDP' }],
  ['turn:a.example', { way: 'turn-udp', host: 'a.example', port: 3478, transport: 'UDP' }],
  ['turn:a.example:80?transport=udp', { way: 'turn-udp', host: 'a.example', port: 80, transport: 'UDP' }],
  ['turn:a.example?transport=tcp', { way: 'turn-tcp', host: 'a.example', port: 3478, transport: 'TCP' }],
  ['turns:a.example', { way: 'turn-tls', host: 'a.example', port: 5349, transport: 'TCP' }],
  ['turns:a.example:443?transport=tcp', { way: 'turn-tls', host: 'a.example', port: 443, transport: 'TCP' }],
  ['turn:[2001:db8::1]:3479', { way: 'turn-udp', host: '2001:db8::1', port: 3479, transport: 'UDP' }],
  [' TURN:192.0.2.1 ', { way: 'turn-udp', host: '192.0.2.1', port: 3478, transport: 'UDP' }],
];

it.each(good)('takes %s apart', (text, parts) => {
  expect(parseIceUrl(text)).toEqual({ ...parts, text: text.trim().toLowerCase() });
});

it.each([
  '',
  'a.example',
  'https://a.example',
  'turn://a.example',
  'turn:',
  'turn:a.example:0',
  'turn:a.example:65536',
  'turn:a.example?transport=sctp',
  'stun:a.example?transport=tcp',
  'turn:user@a.example',
  'turn:a b',
])('does not take %s for an address', (text) => {
  expect(parseIceUrl(text)).toBeUndefined();
});

it('names the same port without TLS', () => {
  for (const [secure, plain] of [
    ['turns:a.example', 'turn:a.example:5349?transport=tcp'],
    ['turns:[2001:db8::1]:443', 'turn:[2001:db8::1]:443?transport=tcp'],
  ] as const) {
    const url = parseIceUrl(secure) ?? expect.fail(secure);
    expect(withoutTls(url)).toBe(plain);
    expect(parseIceUrl(plain)).toMatchObject({ way: 'turn-tcp', host: url.host, port: url.port });
  }
});
