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
  const stall = new Stall(async () => {});
  expect(stall.holdUntilRead(() => {})).toBeUndefined();
  stall.stop();
});

it('holds after a stall what comes first, in order, until all that waited was read', async () => {
  const stall = new Stall(async () => {});
  const done: string[] = [];
  freeze();
  const first = stall.holdUntilRead(() => void done.push('first'));
  const second = stall.holdUntilRead(async () => void done.push('second'));
  setImmediate(() => done.push('read in the same turn'));
  await Promise.all([first, second]);
  expect(done).toEqual(['read in the same turn', 'first', 'second']);
  stall.stop();
});

it('finds a stall too that a timer was the first to see', async () => {
  const stall = new Stall(async () => {});
  const seen = new Promise((resolve) =>
    setTimeout(() => resolve(stall.holdUntilRead(() => {})), FROZEN_MS / 2),
  );
  await turn();
  freeze();
  expect(await seen).toBeUndefined();
  stall.stop();
});

it('tells whoever waits that what was held failed', async () => {
  const stall = new Stall(async () => {});
  freeze();
  const thrown = stall.holdUntilRead(() => {
    throw new Error('thrown');
  });
  const rejected = stall.holdUntilRead(() => Promise.reject(new Error('rejected')));
  await expect(thrown).rejects.toThrow('thrown');
  await expect(rejected).rejects.toThrow('rejected');
  stall.stop();
});

it('holds what clients said until it is known what others did, and what others sent no longer than it must', async () => {
  const { promise: known, resolve: learn } = Promise.withResolvers<void>();
  const stall = new Stall(() => known);
  const done: string[] = [];
  freeze();
  const held = stall.holdUntilKnown(() => void done.push('said here'));
  void stall.holdUntilRead(() => void done.push('sent by others'));
  await turn();
  await turn();
  await turn();
  done.push('learned');
  learn();
  await held;
  expect(done).toEqual(['sent by others', 'learned', 'said here']);
  stall.stop();
});

it('does not hold for ever what nobody can tell it', async () => {
  const stall = new Stall(() => new Promise(() => {}));
  freeze();
  await stall.holdUntilKnown(() => {});
  stall.stop();
});
