import { useEffect, useRef, useState } from 'preact/hooks';
import { playThrough, speaker } from '../media/speakers.ts';
import { cutAway } from '../call/tile-layout.ts';

interface VideoProps {
  stream: MediaStream | null;
  muted: boolean;
  mirrored: boolean;
  shown: boolean;
  /** Nothing of it may be cut away, as of a screen. */
  whole?: boolean;
}

// The share of a picture that may be cut away before somebody loses their forehead.
const MOST_CUT = 0.26;

/** A stream made visible and audible. Hidden, it still plays its sound. */
export function Video({ stream, muted, mirrored, shown, whole = false }: VideoProps) {
  const element = useRef<HTMLVideoElement>(null);
  const [fills, setFills] = useState(true);

  useEffect(() => {
    const video = element.current;
    if (video === null || video.srcObject === stream) return;
    video.srcObject = stream;
  }, [stream]);

  const through = speaker.value;
  useEffect(() => {
    if (element.current !== null && !muted) void playThrough(element.current, through);
  }, [through, muted]);

  // `resize` comes with the first frame and each time the sender's picture changes its shape.
  const fit = () => {
    const video = element.current;
    if (video === null || video.videoHeight === 0 || video.clientHeight === 0) return;
    const picture = video.videoWidth / video.videoHeight;
    setFills(picture >= 1 && cutAway(picture, video.clientWidth / video.clientHeight) <= MOST_CUT);
  };

  const names = ['video', mirrored && 'is-mirrored', !shown && 'is-hidden', fills && !whole && 'is-filling'];
  return (
    <video
      ref={element}
      class={names.filter(Boolean).join(' ')}
      autoplay
      playsInline
      muted={muted}
      onLoadedMetadata={fit}
      onResize={fit}
    />
  );
}
