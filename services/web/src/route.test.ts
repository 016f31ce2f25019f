import { expect, it } from 'vitest';
import { fragmentIn, parseFragment } from './route.ts';

it.each([
  ['nothing', '', { name: 'start' }],
  ['an empty fragment', '#', { name: 'start' }],
  ['a room', '#lusab-babad', { name: 'room', room: 'lusab-babad' }],
  ['an encoded room', '#a%7Eb', { name: 'room', room: 'a~b' }],
  ['a room with a slash', '#a/b', { name: 'bad-room', text: 'a/b' }],
  ['a room that is too long', `#${'a'.repeat(129)}`, { name: 'bad-room', text: 'a'.repeat(129) }],
  ['a room and a token', '#lusab&token=a.b-c_d', { name: 'room', room: 'lusab', token: 'a.b-c_d' }],
  ['a token without a room', '#&token=a.b', { name: 'start' }],
  ['a broken token', '#lusab&token=a b', { name: 'bad-room', text: 'lusab&token=a b' }],
  ['a broken encoding', '#%E0%A4%A', { name: 'bad-room', text: '%E0%A4%A' }],
])('reads %s', (_what, hash, route) => {
  expect(parseFragment(hash)).toEqual(route);
});

it.each([
  ['a name', 'lusab-babad', 'lusab-babad'],
  ['a link', 'https://parley.example/#lusab-babad', 'lusab-babad'],
  [
    'a link with a token',
    ' https://parley.example/#lusab-babad&token=a.b-c_d\n',
    'lusab-babad&token=a.b-c_d',
  ],
  ['a link with a token alone', 'https://parley.example/#&token=a.b', undefined],
])('takes %s as it was sent', (_what, text, fragment) => {
  expect(fragmentIn(text)).toBe(fragment);
});
