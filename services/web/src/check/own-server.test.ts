import { expect, it } from 'vitest';
import { readOwnServer } from './own-server.ts';

const NOBODY = { user: '', password: '' };

it('takes several addresses with the credential that all of them have', () => {
  const entry = { addresses: ' turn:a.example, turns:a.example:443\n', user: 'ann', password: 'p w' };
  expect(readOwnServer(entry)).toEqual({
    urls: ['turn:a.example', 'turns:a.example:443'],
    username: 'ann',
    credential: 'p w',
  });
});

it('asks no credential for STUN, and hands none to it', () => {
  expect(readOwnServer({ addresses: 'stun:a.example', ...NOBODY })).toEqual({ urls: ['stun:a.example'] });
  expect(readOwnServer({ addresses: 'stun:a.example', user: 'ann', password: 'x' })).toEqual({
    urls: ['stun:a.example'],
  });
});

it.each([
  ['bad', { addresses: '', ...NOBODY }],
  ['bad', { addresses: 'a.example', ...NOBODY }],
  ['bad', { addresses: 'stun:a.example https://a.example', ...NOBODY }],
  ['needsCredential', { addresses: 'turn:a.example', ...NOBODY }],
  ['needsCredential', { addresses: 'turn:a.example', user: 'ann', password: '' }],
])('finds it %s: %o', (fault, entry) => {
  expect(readOwnServer(entry)).toBe(fault);
});
