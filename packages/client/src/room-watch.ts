import { NOBODY_SPEAKS, hear } from './active-speaker.ts';

export interface WatchedPeer {
  readonly id: string;
  /** How loud it is, 0 to 1; undefined without a path. */
  readonly level: number | undefined;
  /** What goes to it, in bits a second. */
  readonly sentBps: number;
  measure(): Promise<void>;
}

export interface RoomWatchOptions {
  peers: () => Iterable<WatchedPeer>;
  measured: (sentBps: number) => void;
  speaker: (id: string | undefined) => void;
}

const MEASURE_EVERY_MS = 2_000;
const LISTEN_EVERY_MS = 250;

/** Looks at all peers in a steady beat: how good their paths are, and who speaks. Gives a function that ends it. */
export function watchRoom({ peers, measured, speaker }: RoomWatchOptions): () => void {
  let state = NOBODY_SPEAKS;
  let isMeasuring = false;

  const measure = async () => {
    // A look that takes longer than the beat, as on a busy machine, is not met by another.
    if (isMeasuring) return;
    isMeasuring = true;
    await Promise.all([...peers()].map((peer) => peer.measure()));
    isMeasuring = false;
    measured([...peers()].reduce((sum, peer) => sum + peer.sentBps, 0));
  };
  const listen = () => {
    const levels = new Map<string, number>();
    for (const { id, level } of peers()) if (level !== undefined) levels.set(id, level);
    const before = state.speaker;
    state = hear(state, levels, performance.now());
    if (state.speaker !== before) speaker(state.speaker);
  };
  const timers = [
    setInterval(() => void measure(), MEASURE_EVERY_MS),
    setInterval(() => listen(), LISTEN_EVERY_MS),
  ];
  return () => timers.forEach((timer) => clearInterval(timer));
}
