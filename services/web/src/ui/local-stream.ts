import { useMemo } from 'preact/hooks';

/** A stream of one track, for a preview; a new one only when the track is. */
export function useLocalStream(track: MediaStreamTrack | null): MediaStream | null {
  return useMemo(() => (track === null ? null : new MediaStream([track])), [track]);
}
