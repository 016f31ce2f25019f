import { describe, expect, it } from 'vitest';
import { calmAfter, covered, merged, minus, spans } from './intervals.ts';

describe('spans of time', () => {
  it('begin and end by marks; one without an end stays open', () => {
    const marks = [
      { at: 1, begins: true },
      { at: 2, begins: true },
      { at: 3, begins: false },
      { at: 4, begins: false },
      { at: 5, begins: true },
    ];
    expect(spans(marks)).toEqual([
      { from: 1, to: 3 },
      { from: 5, to: Infinity },
    ]);
  });

  it('that touch become one', () => {
    const apart = [
      { from: 5, to: 7 },
      { from: 1, to: 2 },
      { from: 6, to: 9 },
    ];
    expect(merged(apart)).toEqual([
      { from: 1, to: 2 },
      { from: 5, to: 9 },
    ]);
  });

  it('lose what others cover', () => {
    const others = [
      { from: 2, to: 3 },
      { from: 5, to: 20 },
    ];
    expect(minus([{ from: 0, to: 10 }], others)).toEqual([
      { from: 0, to: 2 },
      { from: 3, to: 5 },
    ]);
    expect(minus([{ from: 6, to: 8 }], others)).toEqual([]);
    expect(minus([{ from: 15, to: 30 }], others)).toEqual([{ from: 20, to: 30 }]);
  });

  it('cover a part of another', () => {
    expect(
      covered({ from: 0, to: 10 }, [
        { from: -5, to: 2 },
        { from: 8, to: Infinity },
      ]),
    ).toBe(4);
  });

  it('of trouble do not count as time that passed', () => {
    const trouble = [
      { from: 2, to: 5 },
      { from: 6, to: 8 },
    ];
    expect(calmAfter(trouble, 0, 1)).toBe(1);
    expect(calmAfter(trouble, 0, 3)).toBe(6);
    expect(calmAfter(trouble, 3, 2)).toBe(9);
    expect(calmAfter([{ from: 0, to: Infinity }], 1, 1)).toBe(Infinity);
  });
});
