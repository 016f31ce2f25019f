import { expect, it } from 'vitest';
import { Arrivals } from './arrivals.ts';

it('hands over in order, at its end, what came while a peer was arriving', async () => {
  const handed: number[] = [];
  const arrivals = new Arrivals<number>((waiting) => void handed.push(waiting));
  const first = arrivals.begin('r', 'ann');
  const second = arrivals.begin('r', 'ann');
  const kept = [1, 2].map((number) => Promise.resolve(arrivals.keep('r', 'ann', number)));
  expect(arrivals.keep('r', 'bob', 3)).toBeUndefined();
  first();
  expect(handed).toEqual([]);
  second();
  await Promise.all(kept);
  expect(handed).toEqual([1, 2]);
});

it('tells when nobody of a room is arriving any more, whoever arrives elsewhere', async () => {
  const arrivals = new Arrivals<number>(() => {});
  arrivals.begin('another', 'eve');
  const ends = ['ann', 'bob'].map((id) => arrivals.begin('r', id));
  let over = false;
  const settled = arrivals.allSettled('r').then(() => (over = true));
  ends[0]?.();
  await arrivals.settled('r', 'ann');
  expect(over).toBe(false);
  ends[1]?.();
  await settled;
});

it('counts what waited as dealt with only once it is', async () => {
  const { promise: placed, resolve: place } = Promise.withResolvers<void>();
  const arrivals = new Arrivals<number>(() => placed);
  const end = arrivals.begin('r', 'ann');
  let isDealtWith = false;
  const dealt = arrivals.keep('r', 'ann', 1)?.then(() => (isDealtWith = true));
  end();
  await arrivals.allSettled('r');
  expect(isDealtWith).toBe(false);
  place();
  await dealt;
  expect(isDealtWith).toBe(true);
});
