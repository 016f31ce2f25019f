/** How loud a track is over a moment: the mean of its power, and its highest swing, 0 to 1. */
export interface Loudness {
  level: number;
  peak: number;
}

export interface SoundMeter {
  read(): Loudness;
  stop(): void;
}

// A third of a second at the usual rates, so that looks a quarter of a second apart miss nothing.
const WINDOW = 16_384;

/**
 * Listens to a microphone, also while it is muted: a copy of its track is not. What it hears goes nowhere. Undefined
 * where the browser has nothing to listen with.
 */
export function meterOf(track: MediaStreamTrack): SoundMeter | undefined {
  if (!('AudioContext' in globalThis)) return undefined;
  const context = new AudioContext();
  const copy = track.clone();
  copy.enabled = true;
  const analyser = new AnalyserNode(context, { fftSize: WINDOW });
  context.createMediaStreamSource(new MediaStream([copy])).connect(analyser);
  const samples = new Float32Array(WINDOW);
  return {
    read() {
      analyser.getFloatTimeDomainData(samples);
      let power = 0;
      let peak = 0;
      for (const sample of samples) {
        power += sample * sample;
        peak = Math.max(peak, Math.abs(sample));
      }
      return { level: Math.sqrt(power / WINDOW), peak };
    },
    stop() {
      copy.stop();
      void context.close();
    },
  };
}
