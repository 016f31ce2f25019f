import type { Reading } from '@parley/client/reading';
import type { Room } from '@parley/client/room';
import { beforeEach, expect, it } from 'vitest';
import { History } from './history.ts';

let tell: { reading?: (event: object) => void; gone?: (event: object) => void };
// As much of a room as has to do with measuring.
const room = {
  on: (type: 'reading' | 'gone', listener: (event: object) => void) => {
    tell[type] = listener;
    return () => {};
  },
};
let history: History;

beforeEach(() => {
  tell = {};
  history = new History();
  history.attach(room as unknown as Room);
});

const read = (peer: string, at: number) => tell.reading?.({ peer, reading: { at } as Reading });
const times = (peer: string) => history.of(peer).map(({ at }) => at);

it('keeps five minutes of each peer', () => {
  for (let at = 0; at <= 400_000; at += 2_000) read('a', at);
  read('b', 7);
  expect([times('a')[0], times('a').at(-1), times('a').length]).toEqual([102_000, 400_000, 150]);
  expect(times('b')).toEqual([7]);
});

it('takes the same look once, and forgets whoever is gone', () => {
  read('a', 1);
  read('a', 1);
  expect([times('a'), history.version.value]).toEqual([[1], 1]);
  tell.gone?.({ id: 'a' });
  expect(times('a')).toEqual([]);
});
