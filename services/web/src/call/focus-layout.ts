import { tileRatio } from './tile-layout.ts';
import type { Size } from './tile-layout.ts';

export interface Place extends Size {
  x: number;
  y: number;
}

export interface FocusLayout {
  /** The large one. */
  main: Place;
  /** The others, in order, along the longer side of the stage. */
  strip: Place[];
}

/** The most of the stage that the others may take beside the large one, along the side that they share with it. */
const STRIP_PART = 0.24;
const MOST_LANES = 3;

/** One tile large, and `others` small ones in one or more lanes at its right, or below it on an upright stage. */
export function layOutFocus(others: number, stage: Size, gap: number): FocusLayout {
  if (others === 0) return { main: { x: 0, y: 0, ...stage }, strip: [] };
  const upright = stage.height > stage.width;
  // An upright stage is a lying one with its sides exchanged.
  const lying = upright ? { width: stage.height, height: stage.width } : stage;
  const ratio = upright ? 1 / tileRatio(stage) : tileRatio(stage);
  const layout = layOutLying(others, lying, gap, ratio);
  if (!upright) return layout;
  return { main: exchanged(layout.main), strip: layout.strip.map(exchanged) };
}

function layOutLying(others: number, stage: Size, gap: number, ratio: number): FocusLayout {
  let best = { width: 0, lanes: 1 };
  for (let lanes = 1; lanes <= Math.min(MOST_LANES, others); lanes += 1) {
    const rows = Math.ceil(others / lanes);
    const byHeight = ((stage.height - gap * (rows - 1)) / rows) * ratio;
    const byWidth = (stage.width * STRIP_PART - gap * lanes) / lanes;
    const width = Math.max(1, Math.min(byHeight, byWidth));
    if (width > best.width) best = { width, lanes };
  }
  const width = Math.floor(best.width);
  const height = Math.floor(width / ratio);
  const rows = Math.ceil(others / best.lanes);
  const left = stage.width - best.lanes * width - (best.lanes - 1) * gap;
  const top = Math.floor((stage.height - rows * height - (rows - 1) * gap) / 2);
  const strip = Array.from({ length: others }, (_none, index) => ({
    x: left + Math.floor(index / rows) * (width + gap),
    y: top + (index % rows) * (height + gap),
    width,
    height,
  }));
  return { main: { x: 0, y: 0, width: left - gap, height: stage.height }, strip };
}

function exchanged({ x, y, width, height }: Place): Place {
  return { x: y, y: x, width: height, height: width };
}
