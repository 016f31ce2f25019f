import { expect, it } from 'vitest';
import { addMark, paceOf } from './transfer-pace.ts';
import type { Mark } from './transfer-pace.ts';

const MB = 1_000_000;

function after(
  seconds: number,
  bytesPerSecond: number,
  before: readonly Mark[] = [{ at: 0, bytes: 0 }],
): Mark[] {
  let marks = [...before];
  const { at, bytes } = marks.at(-1) ?? { at: 0, bytes: 0 };
  for (let second = 1; second <= seconds; second += 1)
    marks = addMark(marks, { at: at + second * 1_000, bytes: bytes + second * bytesPerSecond });
  return marks;
}

it('says nothing in the first second', () => {
  expect(paceOf([{ at: 0, bytes: 0 }], MB, 900)).toBeUndefined();
  expect(paceOf([], MB, 5_000)).toBeUndefined();
});

it('tells the speed, and from it the time left', () => {
  expect(paceOf(after(4, MB), 10 * MB, 4_000)).toEqual({ bytesPerSecond: MB, leftMs: 6_000 });
});

it('tells of now, and not of the first minutes', () => {
  const slower = after(20, MB, after(60, 10 * MB));
  expect(paceOf(slower, 1_000 * MB, 80_000)?.bytesPerSecond).toBe(MB);
});

it('falls while nothing comes, and is nothing after a while', () => {
  const marks = after(8, MB);
  expect(paceOf(marks, 100 * MB, 12_000)?.bytesPerSecond).toBeLessThan(MB);
  expect(paceOf(marks, 100 * MB, 20_000)).toEqual({ bytesPerSecond: 0, leftMs: undefined });
});

it('can be told on a path so slow that marks are far apart', () => {
  const marks = [0, 1, 2, 3].reduce<Mark[]>((all, n) => addMark(all, { at: n * 7_000, bytes: n * 512 }), []);
  expect(paceOf(marks, 10_000, 21_000)?.bytesPerSecond).toBeCloseTo(512 / 7);
});
