import { expect, it } from 'vitest';
import { layOutStage } from './stage-layout.ts';
import type { TileId } from './spotlight.ts';

const tiles: TileId[] = ['face:a', 'screen:a', 'face:me'];
const stage = { width: 1256, height: 708 };
const widths = (large?: TileId) =>
  [...layOutStage(tiles, large, stage, 12)].map(([id, { width }]) => [id, width]);

it('gives everybody a place of the same size', () => {
  expect(widths()).toEqual(tiles.map((tile) => [tile, 618]));
});

it('gives the one that was picked out the large place', () => {
  expect(new Map(layOutStage(tiles, 'screen:a', stage, 12)).get('screen:a')?.width).toBeGreaterThan(900);
  expect(widths('screen:a').map(([id]) => id)).toEqual(['screen:a', 'face:a', 'face:me']);
});

it('knows nothing of one that has left', () => {
  expect(widths('face:gone')).toEqual(widths());
});
