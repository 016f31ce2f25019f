import { describe, expect, it } from 'vitest';
import { echoes, hearsNothing, talksWhileMuted } from './voice-findings.ts';
import type { VoiceLook } from './voice-findings.ts';

/** So many looks, a quarter of a second apart. */
function looks(count: number, each: (index: number) => Partial<VoiceLook>): VoiceLook[] {
  return Array.from({ length: count }, (_none, index) => {
    const look = { level: 0.002, muted: false, others: 0, ...each(index) };
    return { at: index * 250, peak: look.level * 2, ...look };
  });
}

// Somebody who speaks for a second and a half, then listens for one.
const turns = (index: number) => (index % 10 < 6 ? 0.2 + 0.1 * (index % 3) : 0.001);

describe('talking while muted', () => {
  it('is noticed after two seconds of speech', () => {
    expect(talksWhileMuted(looks(12, () => ({ muted: true, level: 0.1 })))).toBe(true);
  });

  it('is no cough, no quiet room, and nothing an open microphone does', () => {
    expect(talksWhileMuted(looks(12, (index) => ({ muted: true, level: index === 9 ? 0.5 : 0.002 })))).toBe(
      false,
    );
    expect(talksWhileMuted(looks(12, () => ({ muted: true })))).toBe(false);
    expect(talksWhileMuted(looks(12, () => ({ level: 0.1 })))).toBe(false);
    expect(talksWhileMuted(looks(12, (index) => ({ muted: index > 8, level: 0.1 })))).toBe(false);
  });
});

describe('a microphone without any sound', () => {
  it('is noticed after eight seconds', () => {
    const dead = () => ({ level: 0 });
    expect(hearsNothing(looks(31, dead))).toBe(false);
    expect(hearsNothing(looks(32, dead))).toBe(true);
  });

  it('is not one of a quiet room, one that spoke before, or one that is muted', () => {
    expect(hearsNothing(looks(60, () => ({ level: 0.000_05 })))).toBe(false);
    expect(hearsNothing(looks(60, (index) => ({ level: index === 3 ? 0.1 : 0 })))).toBe(false);
    expect(hearsNothing(looks(60, () => ({ level: 0, muted: true })))).toBe(false);
  });
});

describe('an echo', () => {
  it('is what goes up and down with the others, at once or a little later', () => {
    for (const lag of [0, 1, 2]) {
      const loop = (index: number) => ({
        others: turns(index),
        level: 0.3 * turns(Math.max(0, index - lag)),
      });
      expect(echoes(looks(60, loop))).toBe(true);
    }
  });

  it('is not somebody who answers, listens, hums along evenly, or is muted', () => {
    expect(echoes(looks(60, (index) => ({ others: turns(index), level: turns(index + 5) })))).toBe(false);
    expect(echoes(looks(60, (index) => ({ others: turns(index) })))).toBe(false);
    expect(echoes(looks(60, (index) => ({ others: turns(index), level: 0.1 })))).toBe(false);
    expect(echoes(looks(60, (index) => ({ others: turns(index), level: turns(index), muted: true })))).toBe(
      false,
    );
    expect(echoes(looks(60, (index) => ({ others: 0.3, level: turns(index) })))).toBe(false);
  });

  it('wants ten seconds to be sure', () => {
    const loop = (index: number) => ({ others: turns(index), level: turns(index) });
    expect(echoes(looks(39, loop))).toBe(false);
  });
});
