import { playThrough } from './speakers.ts';

// A fifth upwards, as doorbells do: easy to tell from what else is heard.
const NOTES_HZ = [523.25, 783.99];
const NOTE_S = 0.35;
const LOUDNESS = 0.2;

/** Plays two notes where the call would be heard. Resolves when they are over. */
export async function playTestSound(deviceId: string): Promise<void> {
  const context = new AudioContext();
  // By an element, since fewer browsers let a context choose its speaker.
  const way = context.createMediaStreamDestination();
  const element = new Audio();
  element.srcObject = way.stream;
  try {
    await playThrough(element, deviceId);
    await element.play();
    const last = NOTES_HZ.map((pitch, index) => note(context, way, pitch, index * NOTE_S)).at(-1);
    await new Promise((resolve) => last?.addEventListener('ended', resolve));
  } finally {
    element.srcObject = null;
    await context.close();
  }
}

function note(context: AudioContext, way: AudioNode, frequency: number, after: number): OscillatorNode {
  const from = context.currentTime + after;
  const oscillator = new OscillatorNode(context, { frequency });
  const gain = new GainNode(context, { gain: 0 });
  // Neither begins nor ends with a click.
  gain.gain.setValueAtTime(0, from);
  gain.gain.linearRampToValueAtTime(LOUDNESS, from + 0.02);
  gain.gain.exponentialRampToValueAtTime(0.001, from + NOTE_S * 1.5);
  oscillator.connect(gain).connect(way);
  oscillator.start(from);
  oscillator.stop(from + NOTE_S * 1.5);
  return oscillator;
}
