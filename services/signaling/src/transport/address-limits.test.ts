import { afterEach, describe, expect, it } from 'vitest';
import { AddressLimits } from './address-limits.ts';
import type { AddressLimitSettings, Arrival } from './address-limits.ts';

const NONE = { connections: 0, connectsAMinute: 0, joinsAMinute: 0, failedJoinsAMinute: 0 };

let now = 0;
let limits: AddressLimits;
function limit(settings: Partial<AddressLimitSettings>): AddressLimits {
  limits = new AddressLimits({ ...NONE, ...settings }, () => now);
  return limits;
}
afterEach(() => limits.stop());

const visitorOf = (arrival: Arrival) => (arrival.ok && arrival.visitor) || expect.fail('not let in');

describe('an address', () => {
  it('has so many connections at once, and another when one is over', () => {
    const { arrive } = bound(limit({ connections: 2 }));
    const first = arrive('203.0.113.7');
    expect([first.ok, arrive('::ffff:203.0.113.7').ok, arrive('203.0.113.7').ok]).toEqual([
      true,
      true,
      false,
    ]);
    expect(arrive('203.0.113.8').ok).toBe(true);
    if (first.ok) first.release();
    expect(arrive('203.0.113.7').ok).toBe(true);
  });

  it('connects so often in a minute, however short each connection is', () => {
    const { arrive } = bound(limit({ connectsAMinute: 60 }));
    const connect = () => {
      const arrival = arrive('2001:db8::1');
      if (arrival.ok) arrival.release();
      return arrival;
    };
    for (let count = 0; count < 60; count += 1) expect(connect().ok).toBe(true);
    expect(connect()).toEqual({ ok: false, retryAfterMs: 1_000 });
    // Its neighbour in the same /64 is the same client, for all one can tell.
    expect(arrive('2001:db8::2').ok).toBe(false);
    expect(arrive('2001:db8:0:1::2').ok).toBe(true);
    now += 1_000;
    expect(connect().ok).toBe(true);
  });

  it('joins so often in a minute, over all its connections', () => {
    const { arrive } = bound(limit({ joinsAMinute: 2 }));
    const [one, other] = [visitorOf(arrive('203.0.113.7')), visitorOf(arrive('203.0.113.7'))];
    expect([one.takeJoin(), other.takeJoin(), one.takeJoin()]).toEqual([undefined, undefined, 30_000]);
    // Whoever has a session may come back to it.
    expect(one.takeResume()).toBeUndefined();
  });

  it('that failed too often neither joins nor resumes for a while', () => {
    const { arrive } = bound(limit({ failedJoinsAMinute: 2 }));
    const visitor = visitorOf(arrive('203.0.113.7'));
    visitor.failed();
    expect(visitor.takeJoin()).toBeUndefined();
    visitor.failed();
    expect([visitor.takeJoin(), visitor.takeResume()]).toEqual([30_000, 30_000]);
    now += 30_000;
    expect(visitor.takeJoin()).toBeUndefined();
  });

  it('of this machine is not limited', () => {
    const { arrive } = bound(limit({ connections: 1, joinsAMinute: 1 }));
    for (let count = 0; count < 5; count += 1)
      expect(arrive('127.0.0.1')).toMatchObject({ ok: true, visitor: undefined });
  });

  it('that says nothing for itself shares its limit with all such', () => {
    const { arrive } = bound(limit({ connections: 1 }));
    expect([arrive('').ok, arrive('unknown').ok]).toEqual([true, false]);
  });
});

function bound(of: AddressLimits) {
  return { arrive: (address: string) => of.arrive(address) };
}
