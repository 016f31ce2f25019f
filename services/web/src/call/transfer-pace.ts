/** So many bytes had come over at this time, in milliseconds. */
export interface Mark {
  at: number;
  bytes: number;
}

export interface Pace {
  bytesPerSecond: number;
  /** Undefined while nothing moves. */
  leftMs: number | undefined;
}

// Long enough for a steady number, short enough to tell of a path that got better or worse.
const WINDOW_MS = 8_000;
// On a slow path they are further apart than the window is long.
const FEWEST = 3;
const TOO_SOON_MS = 1_000;

/** Keeps what is needed to tell how fast it goes now. */
export function addMark(marks: readonly Mark[], mark: Mark): Mark[] {
  const recent = marks.filter(
    ({ at }, index) => mark.at - at <= WINDOW_MS || index >= marks.length - FEWEST + 1,
  );
  return [...recent, mark];
}

/** How fast it goes, and how long it still takes; undefined before that can be said. */
export function paceOf(marks: readonly Mark[], size: number, now: number): Pace | undefined {
  const [first, last] = [marks[0], marks.at(-1)];
  if (first === undefined || last === undefined || now - first.at < TOO_SOON_MS) return undefined;
  // A path that has stood still since the last mark is slower with each second.
  const stalled = now - last.at > WINDOW_MS;
  const bytesPerSecond = stalled ? 0 : (1_000 * (last.bytes - first.bytes)) / (now - first.at);
  const left = size - last.bytes;
  return { bytesPerSecond, leftMs: bytesPerSecond > 0 ? (1_000 * left) / bytesPerSecond : undefined };
}
