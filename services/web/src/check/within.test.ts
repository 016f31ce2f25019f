import { expect, it } from 'vitest';
import { within } from './within.ts';

const AN_HOUR_MS = 3_600_000;

it('aborts with the signal it was given, also where that has happened already', () => {
  const stop = new AbortController();
  const signal = within(AN_HOUR_MS, stop.signal);
  expect(signal.aborted).toBe(false);
  stop.abort();
  expect(signal.aborted).toBe(true);
  expect(within(AN_HOUR_MS, stop.signal).aborted).toBe(true);
});

it('aborts by itself when the time is up', async () => {
  const signal = within(1, new AbortController().signal);
  await new Promise((resolve) => signal.addEventListener('abort', resolve));
  expect(signal.aborted).toBe(true);
});
