import { describe, expect, it } from 'vitest';
import { CLOSE_CODES, isLeaving, shouldReconnect } from './close-codes.ts';

describe('close codes', () => {
  it.each([
    [CLOSE_CODES.goingAway, true],
    [CLOSE_CODES.abnormal, true],
    [CLOSE_CODES.internalError, true],
    [CLOSE_CODES.serviceRestart, true],
    [CLOSE_CODES.slowReader, true],
    [4499, true],
    [4500, false],
    [4999, false],
    [CLOSE_CODES.normal, false],
    [CLOSE_CODES.unsupportedData, false],
    [CLOSE_CODES.invalidPayload, false],
    [CLOSE_CODES.tooLarge, false],
  ])('%d: coming back is %s', (code, expected) => {
    expect(shouldReconnect(code)).toBe(expected);
  });

  it('tell a client that left from one that was lost', () => {
    expect([1000, 1001, 1005].map(isLeaving)).toEqual([true, true, true]);
    expect([1006, 1012, 4000, 3000].map(isLeaving)).toEqual([false, false, false, false]);
  });
});
