import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { layOutFocus } from './focus-layout.ts';
import type { Place } from './focus-layout.ts';

const GAP = 12;

function apart(a: Place, b: Place): boolean {
  return a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y;
}

describe('a stage with one tile large', () => {
  it('is all of that tile where nobody else is', () => {
    const stage = { width: 800, height: 500 };
    expect(layOutFocus(0, stage, GAP)).toEqual({ main: { x: 0, y: 0, ...stage }, strip: [] });
  });

  it('has the others at its right, or below it on an upright stage', () => {
    const lying = layOutFocus(3, { width: 1256, height: 700 }, GAP);
    expect(lying.strip.every(({ x }) => x > lying.main.width)).toBe(true);
    const upright = layOutFocus(3, { width: 366, height: 650 }, GAP);
    expect(upright.strip.every(({ y }) => y > upright.main.height)).toBe(true);
    expect(upright.main.width).toBe(366);
  });

  it('keeps everybody on the stage and apart, and the large one the largest', () => {
    const stages = fc.record({
      width: fc.integer({ min: 320, max: 4000 }),
      height: fc.integer({ min: 240, max: 3000 }),
    });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 16 }), stages, (others, stage) => {
        const { main, strip } = layOutFocus(others, stage, GAP);
        expect(strip).toHaveLength(others);
        const all = [main, ...strip];
        for (const [index, place] of all.entries()) {
          expect(Math.min(place.x, place.y)).toBeGreaterThanOrEqual(0);
          expect(Math.min(place.width, place.height)).toBeGreaterThan(0);
          expect(place.x + place.width).toBeLessThanOrEqual(stage.width);
          expect(place.y + place.height).toBeLessThanOrEqual(stage.height);
          expect(place.width * place.height).toBeLessThanOrEqual(main.width * main.height);
          for (const other of all.slice(index + 1)) expect(apart(place, other)).toBe(true);
        }
      }),
    );
  });
});
