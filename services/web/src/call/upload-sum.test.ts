import { describe, expect, it } from 'vitest';
import { budgetBelow } from './send-limits.ts';
import { currentUpload, mostUpload } from './upload-sum.ts';

describe('the sum of what goes out', () => {
  it('is so many people at so much each, sound included', () => {
    expect(mostUpload('unlimited', ['500', '500', '500'])).toEqual({
      groups: [{ people: 3, bps: 540_000 }],
      total: 1_620_000,
    });
  });

  it('stays within the budget, and tells apart who may get how much', () => {
    expect(mostUpload('1000', ['unlimited', 'unlimited', 'sound'])).toEqual({
      groups: [
        { people: 2, bps: 480_000 },
        { people: 1, bps: 40_000 },
      ],
      total: 1_000_000,
    });
  });

  it('is open while somebody may get any amount, and none where nobody is', () => {
    expect(mostUpload('unlimited', ['500', 'unlimited'])).toBeUndefined();
    expect(mostUpload('1000', [])).toBeUndefined();
    expect(currentUpload(0, 0)).toBeUndefined();
  });

  it('is told evenly of what goes out now', () => {
    expect(currentUpload(1_800_000, 3)).toEqual({ groups: [{ people: 3, bps: 600_000 }], total: 1_800_000 });
  });
});

it('proposes the budget next below what is sent', () => {
  expect([9_000_000, 1_700_000, 1_000_000, 90_000].map(budgetBelow)).toEqual(['8000', '1000', '1000', '250']);
});
