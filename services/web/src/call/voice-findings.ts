import type { Loudness } from '../media/sound-meter.ts';

/** One look at our own microphone, and at how loud the others are meanwhile; times in milliseconds. */
export interface VoiceLook extends Loudness {
  at: number;
  muted: boolean;
  /** The loudest of the others, 0 to 1. */
  others: number;
}

export const LOOK_EVERY_MS = 250;
export const LOOKS_KEPT = 60;

/** Above this somebody speaks, below it a room is only being a room. */
const SPEECH = 0.02;
/** Not even a quiet room is that quiet: nothing comes from the device at all. */
const NOTHING = 0.000_01;

const TALK_LOOKS = 8;
// Speech has pauses, as long as its words.
const TALK_PART = 0.5;
const SILENT_LOOKS = 32;
const ECHO_LOOKS = 40;
const ECHO_LIKENESS = 0.85;
/** So late may an echo be. */
const ECHO_LAGS = [0, 1, 2] as const;

/** Whether somebody speaks into a muted microphone, and not only coughs. */
export function talksWhileMuted(looks: readonly VoiceLook[]): boolean {
  const last = looks.slice(-TALK_LOOKS);
  if (last.length < TALK_LOOKS || last.some(({ muted }) => !muted)) return false;
  return last.filter(({ level }) => level >= SPEECH).length >= TALK_LOOKS * TALK_PART;
}

/** Whether the device has given nothing at all since it was taken, for long enough to say so. */
export function hearsNothing(looks: readonly VoiceLook[]): boolean {
  const open = looks.filter(({ muted }) => !muted);
  return open.length >= SILENT_LOOKS && looks.every(({ peak }) => peak < NOTHING);
}

/**
 * Whether what our microphone picks up goes up and down with what the others say: then they hear themselves. Whoever
 * talks over them all the time, or listens in silence, looks different.
 */
export function echoes(looks: readonly VoiceLook[]): boolean {
  const last = looks.slice(-ECHO_LOOKS);
  if (last.length < ECHO_LOOKS || last.some(({ muted }) => muted)) return false;
  const loud = last.filter(({ others }) => others >= SPEECH).length / last.length;
  if (loud < 0.2 || loud > 0.8) return false;
  return ECHO_LAGS.some((lag) => {
    const theirs = last.slice(0, last.length - lag).map(({ others }) => others);
    const ours = last.slice(lag).map(({ level }) => level);
    return Math.max(...ours) >= SPEECH / 2 && likeness(theirs, ours) >= ECHO_LIKENESS;
  });
}

/** The correlation of two rows of the same length, -1 to 1; 0 where one of them never changes. */
function likeness(one: readonly number[], other: readonly number[]): number {
  const [meanOne, meanOther] = [mean(one), mean(other)];
  let [together, alone, otherAlone] = [0, 0, 0];
  for (const [index, value] of one.entries()) {
    const [a, b] = [value - meanOne, (other[index] ?? 0) - meanOther];
    together += a * b;
    alone += a * a;
    otherAlone += b * b;
  }
  return alone === 0 || otherAlone === 0 ? 0 : together / Math.sqrt(alone * otherAlone);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
