// What is softer than this is silence to people: a quiet room lies at some -55 dB of full scale.
const SILENCE_DB = -60;

/** How loud these samples are, from 0 for silence to 1 for as loud as can be. */
export function levelOf(samples: Float32Array): number {
  let power = 0;
  for (const sample of samples) power += sample * sample;
  if (power === 0) return 0;
  const decibels = 10 * Math.log10(power / samples.length);
  return Math.min(1, Math.max(0, 1 - decibels / SILENCE_DB));
}

/** Tells, with each picture of the screen, how loud a track is. Gives a function that ends it. */
export function watchLevel(track: MediaStreamTrack, tell: (level: number) => void): () => void {
  const context = new AudioContext();
  const analyser = new AnalyserNode(context, { fftSize: 1024, smoothingTimeConstant: 0 });
  context.createMediaStreamSource(new MediaStream([track])).connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  let frame = 0;
  const measure = () => {
    analyser.getFloatTimeDomainData(samples);
    tell(levelOf(samples));
    frame = requestAnimationFrame(measure);
  };
  measure();
  // Some browsers let no sound be worked on before the person has done something.
  const wake = () => void context.resume();
  addEventListener('pointerdown', wake, { once: true });
  return () => {
    cancelAnimationFrame(frame);
    removeEventListener('pointerdown', wake);
    void context.close();
  };
}
