import { layOutFocus } from './focus-layout.ts';
import type { Place } from './focus-layout.ts';
import type { TileId } from './spotlight.ts';
import { layOut } from './tile-layout.ts';
import type { Size } from './tile-layout.ts';

/** Where each tile stands: one large and the others beside it, or all alike. */
export function layOutStage(
  tiles: readonly TileId[],
  large: TileId | undefined,
  stage: Size,
  gap: number,
): ReadonlyMap<TileId, Place> {
  if (large !== undefined && tiles.includes(large)) {
    const { main, strip } = layOutFocus(tiles.length - 1, stage, gap);
    const others = tiles.filter((tile) => tile !== large);
    return new Map([[large, main], ...pairs(others, strip)]);
  }
  const { tile: size, places } = layOut(tiles.length, stage, gap);
  return new Map(
    pairs(
      tiles,
      places.map((place) => ({ ...place, ...size })),
    ),
  );
}

function pairs(tiles: readonly TileId[], places: readonly Place[]): [TileId, Place][] {
  return tiles.flatMap((tile, index): [TileId, Place][] => {
    const place = places[index];
    return place === undefined ? [] : [[tile, place]];
  });
}
