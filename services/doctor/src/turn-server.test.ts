import { expect, it } from 'vitest';
import { turnServersOf } from './turn-server.ts';

const login = { username: '1:ann', credential: 'word' };

it('reads host, port and transport as RFC 7065 has them, and leaves STUN out', () => {
  const urls = [
    'turn:a.example',
    'turn:a.example:3479?transport=tcp',
    'turns:[2001:db8::1]?transport=tcp',
    'turn:///odd',
  ];
  const servers = turnServersOf([{ urls: 'stun:a.example' }, { urls, ...login }]);
  expect(servers.map(({ host, port, transport }) => [host, port, transport])).toEqual([
    ['a.example', 3478, 'udp'],
    ['a.example', 3479, 'tcp'],
    ['2001:db8::1', 5349, 'tls'],
  ]);
  expect(servers[0]?.credential).toEqual({ username: '1:ann', password: 'word' });
});

it('knows a server without a credential', () => {
  expect(turnServersOf([{ urls: 'turn:a.example' }])[0]?.credential).toBeUndefined();
});
