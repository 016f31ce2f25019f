/** A picture on its way, as it is right now. */
export interface Picture {
  width: number;
  height: number;
  framesPerSecond: number;
  /** Such as `VP8`; undefined where the browser does not say. */
  codec: string | undefined;
}

export type Entry = Readonly<Record<string, unknown>>;

/** The largest picture of a direction: where a screen is shared, that is what one wants to know about. */
export function largestPicture(
  streams: readonly Entry[],
  entries: ReadonlyMap<string, Entry>,
): Picture | undefined {
  let largest: Picture | undefined;
  for (const stream of streams) {
    const { frameWidth: width, frameHeight: height, framesPerSecond } = stream;
    if (typeof width !== 'number' || typeof height !== 'number') continue;
    // No rate at all means that nothing is on its way any more; the size is that of the last frame.
    if (typeof framesPerSecond !== 'number' || framesPerSecond === 0) continue;
    if (largest !== undefined && largest.width * largest.height >= width * height) continue;
    largest = { width, height, framesPerSecond, codec: codecOf(entries.get(String(stream['codecId']))) };
  }
  return largest;
}

function codecOf(codec: Entry | undefined): string | undefined {
  const type = codec?.['mimeType'];
  return typeof type === 'string' ? type.slice(type.indexOf('/') + 1) : undefined;
}
