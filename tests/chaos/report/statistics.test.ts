import { describe, expect, it } from 'vitest';
import { summarise } from './statistics.ts';

describe('a summary of times', () => {
  it('gives figures that were measured', () => {
    expect(summarise([3, 1, 2])).toEqual({ runs: 3, median: 2, p99: 3, worst: 3 });
    const hundred = Array.from({ length: 200 }, (_, index) => 200 - index);
    expect(summarise(hundred)).toEqual({ runs: 200, median: 100, p99: 198, worst: 200 });
  });

  it('is not there where nothing was measured', () => {
    expect(summarise([])).toBeUndefined();
  });
});
