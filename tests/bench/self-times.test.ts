import { expect, it } from 'vitest';
import { selfTimes } from './self-times.ts';

const frame = (functionName: string, url = '') => ({ functionName, url, lineNumber: 4 });

it('a profile is told by the share of each function in what was done, without the idle time', () => {
  const profile = {
    nodes: [
      { id: 1, callFrame: frame('(idle)') },
      { id: 2, callFrame: frame('send', 'file:///a/b/c.js') },
      { id: 3, callFrame: frame('') },
    ],
    samples: [1, 2, 3, 2],
    timeDeltas: [500, 20, 10, 10],
  };
  expect(selfTimes(profile)).toEqual([
    { what: 'send b/c.js:5', share: 0.75 },
    { what: '(anonymous)', share: 0.25 },
  ]);
});

it('what is no profile is refused', () => {
  expect(() => selfTimes({ nodes: [] })).toThrow('samples');
});
