import { expect, it } from 'vitest';
import { parseFragment } from './route.ts';

it.each([
  ['nothing', '', { name: 'start' }],
  ['an empty fragment', '#', { name: 'start' }],
  ['a room', '#lusab-babad', { name: 'room', room: 'lusab-babad' }],
  ['an encoded room', '#a%7Eb', { name: 'room', room: 'a~b' }],
  ['a room with a slash', '#a/b', { name: 'bad-room', text: 'a/b' }],
  ['a room that is too long', `#${'a'.repeat(129)}`, { name: 'bad-room', text: 'a'.repeat(129) }],
  ['a broken encoding', '#%E0%A4%A', { name: 'bad-room', text: '%E0%A4%A' }],
])('reads %s', (_what, hash, route) => {
  expect(parseFragment(hash)).toEqual(route);
});
