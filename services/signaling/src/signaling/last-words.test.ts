import { expect, it } from 'vitest';
import { LastWords } from './last-words.ts';

it('a peer that leaves here has the last word here, for a while', () => {
  let now = 0;
  const lastWords = new LastWords(() => now);
  lastWords.leaving('room', 'ann');
  expect(lastWords.has('room', 'ann')).toBe(true);
  expect(lastWords.has('other', 'ann')).toBe(false);
  now = 10_001;
  expect(lastWords.has('room', 'ann')).toBe(false);
});

it('one that had gone on elsewhere has not', () => {
  const lastWords = new LastWords(() => 0);
  lastWords.leaving('room', 'ann');
  lastWords.wentOn('room', 'ann');
  expect(lastWords.has('room', 'ann')).toBe(false);
});

it('those whose time is over are forgotten when the next one leaves', () => {
  let now = 0;
  const lastWords = new LastWords(() => now);
  lastWords.leaving('room', 'ann');
  now = 20_000;
  lastWords.leaving('room', 'bob');
  expect(lastWords.size).toBe(1);
});
