import { CLOSE_CODES } from '@parley/shared/close-codes';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reconnectDelayMs } from './reconnect-policy.ts';
import type { Setback } from './reconnect-policy.ts';

const closed = (code: number) => reconnectDelayMs(0, { kind: 'closed', code });
const lost: Setback = { kind: 'closed', code: CLOSE_CODES.abnormal };

describe('reconnectDelayMs', () => {
  it('doubles the step with each try, up to 30 seconds', () => {
    const longest = [0, 1, 2, 3, 10].map((attempt) => reconnectDelayMs(attempt, lost, () => 1));
    expect(longest).toEqual([500, 1000, 2000, 4000, 30_000]);
  });

  it('spreads each wait over the whole step', () => {
    const tries = fc.nat(2000);
    const dice = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
    fc.assert(
      fc.property(tries, dice, (attempt, roll) => {
        const delay = reconnectDelayMs(attempt, lost, () => roll);
        expect(delay).toBeGreaterThanOrEqual(0);
        expect(delay).toBeLessThan(30_000);
      }),
    );
    expect(reconnectDelayMs(3, lost, () => 0)).toBe(0);
  });

  it('waits at least as long as the server asks', () => {
    const busy: Setback = { kind: 'refused', code: 'busy', message: '', retryAfterMs: 2000 };
    expect(reconnectDelayMs(0, busy, () => 0.5)).toBe(2250);
  });

  it('stops where coming back would only repeat the fault', () => {
    expect([CLOSE_CODES.tooLarge, CLOSE_CODES.abuse, CLOSE_CODES.removed, 4999].map(closed)).toEqual([
      null,
      null,
      null,
      null,
    ]);
    expect(reconnectDelayMs(0, { kind: 'refused', code: 'unauthorized', message: '' })).toBeNull();
  });

  it('tries a full room again, since the seat may be held by our own ghost', () => {
    expect(reconnectDelayMs(1, { kind: 'full', capacity: 6 }, () => 1)).toBe(1000);
  });
});
