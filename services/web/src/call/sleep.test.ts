import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { watchForSleep } from './sleep.ts';

let naps: number[];
let isHidden: boolean;
let stop: () => void;

beforeEach(() => {
  vi.useFakeTimers();
  naps = [];
  isHidden = false;
  stop = watchForSleep({ slept: (ms) => void naps.push(ms), isHidden: () => isHidden });
});
afterEach(() => {
  stop();
  vi.useRealTimers();
});

/** All timers stand still while the wall clock goes on. */
function nap(ms: number): void {
  vi.setSystemTime(Date.now() + ms);
  vi.advanceTimersByTime(1_000);
}

it('tells of a sleep, and how long it was', () => {
  nap(480_000);
  expect(naps).toEqual([480_000]);
  vi.advanceTimersByTime(60_000);
  expect(naps).toHaveLength(1);
});

it('takes no busy moment for a sleep', () => {
  nap(3_000);
  vi.advanceTimersByTime(60_000);
  expect(naps).toEqual([]);
});

it('takes the slow timers of a hidden page for no sleep, even when it is seen again', () => {
  isHidden = true;
  vi.advanceTimersByTime(1_000);
  nap(59_000);
  vi.setSystemTime(Date.now() + 59_000);
  isHidden = false;
  vi.advanceTimersByTime(1_000);
  expect(naps).toEqual([]);
  isHidden = true;
  vi.advanceTimersByTime(1_000);
  nap(600_000);
  expect(naps).toEqual([600_000]);
});
