import type { Room } from '@parley/client/room';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Signs } from './signs.ts';

let heard: (event: { from: { id: string }; reaction: string }) => void;
const sent: string[] = [];
// As much of a room as has to do with signs.
const room = {
  on: (_type: string, listener: typeof heard) => {
    heard = listener;
    return () => {};
  },
  react: (sign: string) => sent.push(sign),
  setHand: (raised: boolean) => sent.push(`hand ${raised}`),
};
let signs: Signs;

beforeEach(() => {
  vi.useFakeTimers();
  sent.length = 0;
  signs = new Signs();
  signs.attach(room as unknown as Room);
});
afterEach(() => void vi.useRealTimers());

it('shows a sign for a moment, our own too', () => {
  signs.show('👏');
  heard({ from: { id: 'a' }, reaction: '🎉' });
  expect(signs.shown.value.map(({ peer, sign }) => [peer, sign])).toEqual([
    [undefined, '👏'],
    ['a', '🎉'],
  ]);
  vi.runAllTimers();
  expect([signs.shown.value, sent]).toEqual([[], ['👏']]);
});

it('shows nothing that it has no name for', () => {
  heard({ from: { id: 'a' }, reaction: 'buy this' });
  expect(signs.shown.value).toEqual([]);
});

it('lets nobody fill the stage', () => {
  for (let press = 0; press < 50; press += 1) heard({ from: { id: 'a' }, reaction: '👍' });
  expect(signs.shown.value).toHaveLength(12);
});
