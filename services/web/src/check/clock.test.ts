import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { clockAheadMs, lifeLeftMs } from './clock.ts';

it('finds how far our clock is ahead, whatever the way there took, to half a second and half the way', () => {
  const seconds = fc.integer({ min: -100_000, max: 100_000 });
  const way = fc.integer({ min: 0, max: 5_000 });
  const within = fc.integer({ min: 0, max: 999 });
  fc.assert(
    fc.property(seconds, way, way, within, (ahead, there, back, fraction) => {
      const server = Date.UTC(2026, 10, 25) + fraction;
      const askedAt = server - there + ahead * 1000;
      const answeredAt = server + back + ahead * 1000;
      const serverDate = new Date(server).toUTCString();
      const found = clockAheadMs({ askedAt, answeredAt, serverDate }) ?? Number.NaN;
      expect(Math.abs(found - ahead * 1000)).toBeLessThanOrEqual(500 + Math.max(there, back) / 2);
    }),
  );
});

it('does not guess without a date', () => {
  expect(clockAheadMs({ askedAt: 0, answeredAt: 0, serverDate: null })).toBeUndefined();
  expect(clockAheadMs({ askedAt: 0, answeredAt: 0, serverDate: 'yesterday' })).toBeUndefined();
});

it('reads the end of a credential in its name, by the clock of the server', () => {
  const now = 1_700_000_000_000;
  expect(lifeLeftMs('1700003600:peer', now, 0)).toBe(3_600_000);
  expect(lifeLeftMs('1700003600:peer', now, 60_000)).toBe(3_660_000);
  expect(lifeLeftMs('1699999999', now, 0)).toBe(-1000);
});

it.each([undefined, '', 'ann', '17:peer', '1700003600x'])('finds no end in the name %s', (username) => {
  expect(lifeLeftMs(username, 0, 0)).toBeUndefined();
});
