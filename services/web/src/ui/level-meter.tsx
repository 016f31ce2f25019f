import { useEffect, useRef } from 'preact/hooks';
import { watchLevel } from '../media/sound-level.ts';
import { deviceWords } from '../words/device-words.ts';

const STEPS = 10;

/** Moves as somebody speaks, so that they see their microphone hear them. Its place is there before the microphone is. */
export function LevelMeter({ track }: { track: MediaStreamTrack | null }) {
  const meter = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (track === null) return undefined;
    let shown = 0;
    const show = (level: number) => {
      const step = Math.round(level * STEPS);
      if (step === shown) return;
      shown = step;
      meter.current?.setAttribute('aria-valuenow', String(step));
      meter.current?.style.setProperty('--level', String(step / STEPS));
    };
    const end = watchLevel(track, show);
    return () => {
      end();
      show(0);
    };
  }, [track]);
  return (
    <div
      ref={meter}
      class="level"
      role="meter"
      aria-label={deviceWords.value.level}
      aria-valuemin={0}
      aria-valuemax={STEPS}
      aria-valuenow={0}
      data-testid="level"
    />
  );
}
