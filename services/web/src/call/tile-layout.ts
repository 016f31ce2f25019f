export interface Size {
  width: number;
  height: number;
}

export interface TileLayout {
  tile: Size;
  /** The upper left corner of each tile, in order. */
  places: { x: number; y: number }[];
}

/**
 * Tiles are 16:9. Only on an upright stage, a phone's, they are 4:3: there the width is what is scarce, and a wider
 * tile would leave half of the stage black.
 */
export function tileRatio(stage: Size): number {
  return stage.height > stage.width ? 4 / 3 : 16 / 9;
}

// Side by side is how people sit together: a wider arrangement wins unless its tiles come out clearly smaller.
const NEAR_TIE = 0.96;

/** Lays out `count` tiles as large as they can be, in rows that are centred, the last one too. */
export function layOut(count: number, stage: Size, gap: number): TileLayout {
  const ratio = tileRatio(stage);
  let best = { width: 0, columns: 1 };
  for (let columns = 1; columns <= count; columns += 1) {
    const width = widthWith(columns, Math.ceil(count / columns), stage, gap, ratio);
    if (width > best.width * NEAR_TIE) best = { width, columns };
  }
  const width = Math.floor(best.width);
  const tile = { width, height: Math.floor(width / ratio) };
  return { tile, places: placesOf(count, best.columns, tile, stage, gap) };
}

function widthWith(columns: number, rows: number, stage: Size, gap: number, ratio: number): number {
  const byWidth = (stage.width - gap * (columns - 1)) / columns;
  const byHeight = ((stage.height - gap * (rows - 1)) / rows) * ratio;
  return Math.max(0, Math.min(byWidth, byHeight));
}

function placesOf(
  count: number,
  columns: number,
  tile: Size,
  stage: Size,
  gap: number,
): TileLayout['places'] {
  const rows = Math.ceil(count / columns);
  const top = (stage.height - rows * tile.height - (rows - 1) * gap) / 2;
  return Array.from({ length: count }, (_none, index) => {
    const row = Math.floor(index / columns);
    const inRow = row === rows - 1 ? count - row * columns : columns;
    const left = (stage.width - inRow * tile.width - (inRow - 1) * gap) / 2;
    return {
      x: Math.round(left + (index % columns) * (tile.width + gap)),
      y: Math.round(top + row * (tile.height + gap)),
    };
  });
}

/** The share of a picture that filling a frame would cut away. */
export function cutAway(picture: number, frame: number): number {
  return 1 - Math.min(picture, frame) / Math.max(picture, frame);
}
