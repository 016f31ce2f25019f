import { expect, it } from 'vitest';
import { Spotlight } from './spotlight.ts';
import type { TileId } from './spotlight.ts';

const tiles: TileId[] = ['face:a', 'screen:a', 'face:b', 'screen:b', 'face:me', 'screen:me'];

it('leaves everybody alike until somebody is pinned', () => {
  const spotlight = new Spotlight();
  expect(spotlight.choose(['face:a', 'face:b'], 'me')).toBeUndefined();
  spotlight.pin('face:b');
  expect(spotlight.choose(tiles, 'me')).toBe('face:b');
  spotlight.unpin('face:b');
  expect(spotlight.choose(['face:a', 'face:b'], 'me')).toBeUndefined();
});

it('gives the place to a screen that another shares, never to one’s own', () => {
  const spotlight = new Spotlight();
  expect(spotlight.choose(tiles, 'me')).toBe('screen:b');
  expect(spotlight.choose(['face:a', 'face:me', 'screen:me'], 'me')).toBeUndefined();
});

it('does not bring back a screen that was put away', () => {
  const spotlight = new Spotlight();
  spotlight.unpin('screen:b');
  expect(spotlight.choose(tiles, 'me')).toBe('screen:a');
  spotlight.pin('screen:b');
  expect(spotlight.choose(tiles, 'me')).toBe('screen:b');
});

it('goes back to equals when the pinned one has left', () => {
  const spotlight = new Spotlight();
  spotlight.pin('face:b');
  expect(spotlight.choose(['face:a'], 'me')).toBeUndefined();
});
