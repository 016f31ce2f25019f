import { expect, it } from 'vitest';
import { NOBODY_SPEAKS, hear } from './active-speaker.ts';

/** Who is the speaker after each look, a quarter of a second apart. */
function speakers(...looks: Record<string, number>[]): (string | undefined)[] {
  let state = NOBODY_SPEAKS;
  return looks.map((look, index) => {
    state = hear(state, new Map(Object.entries(look)), 10_000 + index * 250);
    return state.speaker;
  });
}
const times = <T>(count: number, value: T): T[] => Array.from({ length: count }, () => value);

it('is whoever speaks first, and nobody where there is only the noise of a room', () => {
  expect(speakers({ ann: 0.001, bob: 0.002 }, { ann: 0.3, bob: 0.002 })).toEqual([undefined, 'ann']);
});

it('changes to another who is louder for a while, but not for a cough', () => {
  const annSpeaks = times(4, { ann: 0.2, bob: 0 });
  const cough = { ann: 0.2, bob: 0.9 };
  expect(new Set(speakers(...annSpeaks, cough, ...annSpeaks))).toEqual(new Set(['ann']));
  expect(speakers(...annSpeaks, ...times(6, { ann: 0, bob: 0.3 })).at(-1)).toBe('bob');
});

it('stays with one who pauses, and with nobody after a longer silence', () => {
  const looks = speakers({ ann: 0.3 }, ...times(20, { ann: 0 }));
  expect(looks[4]).toBe('ann');
  expect(looks.at(-1)).toBeUndefined();
});

it('is nobody who has left', () => {
  expect(speakers({ ann: 0.3, bob: 0 }, { bob: 0 })).toEqual(['ann', undefined]);
});
