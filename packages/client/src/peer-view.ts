import type { PeerPath } from './peer-path.ts';
import { UNKNOWN_QUALITY } from './quality.ts';
import type { Quality } from './quality.ts';

/** A peer as the page sees it; a new object with each change. */
export interface PeerView {
  id: string;
  name: string | undefined;
  path: PeerPath;
  /** How often a new path was looked for since there was one last; 0 while the old one may yet come back. */
  restarts: number;
  /** Whether a text said now reaches it, or will once its path is back. */
  hears: boolean;
  /** Holds the peer's tracks from the first negotiation on, whether anything comes or not. */
  stream: MediaStream;
  /** Whether the peer says that it sends sound, and a picture. */
  audio: boolean;
  video: boolean;
  /** There would be a picture, but the peer holds it back to spare its line. */
  held: boolean;
  /** The screen that the peer shares beside its camera. */
  screen: MediaStream | undefined;
  /** Whether the peer has raised a hand. */
  hand: boolean;
  quality: Quality;
}

/** Somebody of whom nothing is known yet but who they are. */
export function newcomer(id: string, name: string | undefined, stream: MediaStream): PeerView {
  return {
    id,
    name,
    path: 'connecting',
    restarts: 0,
    hears: false,
    stream,
    audio: false,
    video: false,
    held: false,
    screen: undefined,
    hand: false,
    quality: UNKNOWN_QUALITY.quality,
  };
}
