import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { cutAway, layOut } from './tile-layout.ts';

it('gives one person the whole stage', () => {
  const layout = layOut(1, { width: 1600, height: 900 }, 12);
  expect(layout).toEqual({ tile: { width: 1600, height: 900 }, places: [{ x: 0, y: 0 }] });
});

it('puts two people side by side on a wide stage and one above the other on an upright one', () => {
  const wide = layOut(2, { width: 1256, height: 712 }, 12).places;
  expect(wide[0]?.y).toBe(wide[1]?.y);
  const upright = layOut(2, { width: 366, height: 700 }, 12).places;
  expect(upright[0]?.x).toBe(upright[1]?.x);
});

it('centres a last row that is not full', () => {
  const { tile, places } = layOut(3, { width: 1280, height: 700 }, 12);
  expect(places[2]?.x).toBe(Math.round((1280 - tile.width) / 2));
});

it('keeps every tile on the stage and apart from the others, whatever the stage', () => {
  const stages = fc.record({
    width: fc.integer({ min: 320, max: 4000 }),
    height: fc.integer({ min: 320, max: 3000 }),
  });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 12 }), stages, (count, stage) => {
      const { tile, places } = layOut(count, stage, 12);
      expect(places).toHaveLength(count);
      expect(tile.width).toBeGreaterThan(0);
      for (const { x, y } of places) {
        // Places are rounded to whole pixels, each by at most half of one.
        expect(x).toBeGreaterThanOrEqual(0);
        expect(y).toBeGreaterThanOrEqual(0);
        expect(x + tile.width).toBeLessThanOrEqual(stage.width + 1);
        expect(y + tile.height).toBeLessThanOrEqual(stage.height + 1);
      }
      for (const [i, a] of places.entries()) {
        for (const b of places.slice(i + 1)) {
          expect(Math.abs(a.x - b.x) >= tile.width || Math.abs(a.y - b.y) >= tile.height).toBe(true);
        }
      }
    }),
  );
});

it.each([
  ['a wide window', { width: 1256, height: 708 }],
  ['a phone that lies', { width: 820, height: 300 }],
  ['a phone that stands', { width: 366, height: 760 }],
  ['a tablet that stands', { width: 700, height: 1000 }],
])('leaves less than half of %s empty, with faces to be known, for two to eight people', (_what, stage) => {
  for (let count = 2; count <= 8; count += 1) {
    const { width, height } = layOut(count, stage, 12).tile;
    expect((count * width * height) / (stage.width * stage.height), `${count}`).toBeGreaterThan(0.46);
    expect(Math.min(width, height * (16 / 9)), `${count}`).toBeGreaterThan(170);
  }
});

it('knows how much of a picture a frame would cut away', () => {
  expect(cutAway(16 / 9, 16 / 9)).toBe(0);
  expect(cutAway(4 / 3, 16 / 9)).toBeCloseTo(0.25);
  expect(cutAway(9 / 16, 16 / 9)).toBeGreaterThan(0.6);
});
