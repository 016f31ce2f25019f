import { expect, it } from 'vitest';
import { describe as describeRuns, goalRows, withMeasured } from './bench-page.ts';
import { figureOf, written } from './figures.ts';
import type { Sample } from './measure.ts';

function samples(message: number, utilisation = 0.5, foreign = 0, count = 3): Sample[] {
  return Array.from({ length: count }, () => ({
    message,
    perSecond: 1,
    connect: 1,
    redisConnect: 0,
    connectsPerSecond: 1,
    memory: 1,
    busy: 1,
    foreign,
    utilisation,
  }));
}

it('a goal that is met says so, and one that is missed too', () => {
  const rows = goalRows(
    new Map([
      ['candidate/ours', samples(10)],
      ['candidate/bare', samples(12)],
      ['candidate/peer', samples(12)],
    ]),
  );
  expect(rows.find(([, , beside]) => beside === 'bare ws')).toContain('met');
  expect(rows.find(([, , beside]) => beside === 'PeerServer')).toContain('**missed**');
});

it('a run whose generator was the limit counts for nothing', () => {
  const own = [...samples(10, 0.95), ...samples(20)];
  const all = new Map([
    ['candidate/ours', own],
    ['candidate/bare', samples(20)],
  ]);
  expect(goalRows(all).find(([, , beside]) => beside === 'bare ws')?.[4]).toBe('1.00');
  expect(describeRuns([], all)).toContain('3, 3 void');
});

it('a run that others disturbed counts only where there is no other, and is named then', () => {
  const bare = ['candidate/bare', samples(20)] as const;
  const row = (ours: Sample[]) =>
    goalRows(new Map([bare, ['candidate/ours', ours]])).find(([, , beside]) => beside === 'bare ws');
  expect(row([...samples(50, 0.5, 0.5), ...samples(10)])?.slice(4)).toEqual(['2.00', '≥ 1.1', 'met']);
  expect(row(samples(50, 0.5, 0.5))?.at(-1)).toBe('**missed**, disturbed');
});

it('a figure is the middle of its runs, with the least and the most', () => {
  expect(figureOf([])).toBeUndefined();
  expect(figureOf([3, 1, 2])).toEqual({ median: 2, least: 1, most: 3, runs: 3 });
  expect(figureOf([4, 1])?.median).toBe(2.5);
  expect(written({ median: 12.34, least: 9.5, most: 123.4, runs: 5 })).toBe('12.3 (9.50 to 123)');
});

it('a page keeps what stands around its marks, and one without marks is refused', () => {
  const page =
    'a\n<!-- measured: make bench writes what stands between these marks -->\nold\n<!-- /measured -->\nb';
  const after = withMeasured(page, 'new');
  expect(after).toContain('new');
  expect(after).not.toContain('old');
  expect([after.startsWith('a\n'), after.endsWith('\nb')]).toEqual([true, true]);
  expect(() => withMeasured('no marks', 'new')).toThrow('marks');
});
