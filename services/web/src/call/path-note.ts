import type { PeerView } from '@parley/client/peer-view';

/** What is said of the path to a person, where something is to be said. */
export type PathNote =
  'connecting' | 'slow' | 'otherWay' | 'weak' | 'waiting' | 'searching' | 'needsServer' | 'noPath';

/** From when on a first connection takes longer than it should, and a new path is unlikely to be found soon. */
export const SLOW_MS = 8_000;
export const LOST_MS = 30_000;

/** `forMs`: how long the path has been what it is; `away`: the server, by which a new one is found, is not there. */
export function pathNote(
  { path, restarts, quality }: Pick<PeerView, 'path' | 'restarts' | 'quality'>,
  forMs: number,
  away: boolean,
): PathNote | undefined {
  switch (path) {
    case 'connecting':
      if (restarts > 0) return 'otherWay';
      return forMs < SLOW_MS ? 'connecting' : 'slow';
    case 'connected':
      return quality.level === 'bad' ? 'weak' : undefined;
    case 'interrupted':
      if (restarts === 0) return 'waiting';
      if (away) return 'needsServer';
      return forMs < LOST_MS ? 'searching' : 'noPath';
    case 'ended':
      return undefined;
    default:
      return path satisfies never;
  }
}

/** Whether nothing gets through to this person, for so long that it is worth finding out why. */
export function isStuck(note: PathNote | undefined): boolean {
  return note === 'slow' || note === 'otherWay' || note === 'noPath';
}
