import type { PeerPath } from '@parley/client/peer-path';
import { expect, it } from 'vitest';
import { LOST_MS, SLOW_MS, isStuck, pathNote } from './path-note.ts';

const good = { level: 'good', reason: undefined, path: 'direct' } as const;

function note(path: PeerPath, restarts: number, forMs = 0, away = false) {
  return pathNote({ path, restarts, quality: good }, forMs, away);
}

it('is patient with a first connection, and then says what it is doing', () => {
  expect([note('connecting', 0), note('connecting', 0, SLOW_MS), note('connecting', 1)]).toEqual([
    'connecting',
    'slow',
    'otherWay',
  ]);
});

it('waits for a path that was lost, looks for a new one, and says when none is found', () => {
  expect([note('interrupted', 0), note('interrupted', 1), note('interrupted', 3, LOST_MS)]).toEqual([
    'waiting',
    'searching',
    'noPath',
  ]);
});

it('says that a new path needs the server, while that is away', () => {
  expect(note('interrupted', 1, LOST_MS, true)).toBe('needsServer');
  expect(note('interrupted', 0, 0, true)).toBe('waiting');
});

it('has nothing to say of a good path, and a word for a bad one', () => {
  expect([note('connected', 0), note('ended', 0)]).toEqual([undefined, undefined]);
  const quality = { level: 'bad', reason: 'loss', path: 'nat' } as const;
  expect(pathNote({ path: 'connected', restarts: 0, quality }, 0, true)).toBe('weak');
});

it('takes a path for stuck when it has taken too long, and not while it is just being looked for', () => {
  const stuck = ['slow', 'otherWay', 'noPath'] as const;
  const going = ['connecting', 'waiting', 'searching', 'needsServer', 'weak', undefined] as const;
  expect([...stuck, ...going].filter(isStuck)).toEqual(stuck);
});
