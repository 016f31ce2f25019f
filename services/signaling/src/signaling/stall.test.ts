import { setImmediate as turn } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { Stall } from './stall.ts';

/** Longer than what counts as a stall. */
const FROZEN_MS = 250;

function freeze(): void {
  const until = performance.now() + FROZEN_MS;
  while (performance.now() < until);
}

it('holds nothing in a process that runs', () => {
  const stall = new Stall();
  expect(stall.hold(() => {})).toBeUndefined();
  stall.stop();
});

it('holds after a stall what comes first, in order, until all that waited was read', async () => {
  const stall = new Stall();
  const done: string[] = [];
  freeze();
  const first = stall.hold(() => void done.push('first'));
  const second = stall.hold(async () => void done.push('second'));
  setImmediate(() => done.push('read in the same turn'));
  await Promise.all([first, second]);
  expect(done).toEqual(['read in the same turn', 'first', 'second']);
  stall.stop();
});

it('finds a stall too that a timer was the first to see', async () => {
  const stall = new Stall();
  const seen = new Promise((resolve) => setTimeout(() => resolve(stall.hold(() => {})), FROZEN_MS / 2));
  await turn();
  freeze();
  expect(await seen).toBeUndefined();
  stall.stop();
});

it('tells whoever waits that what was held failed', async () => {
  const stall = new Stall();
  freeze();
  await expect(stall.hold(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
  stall.stop();
});
