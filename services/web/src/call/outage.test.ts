import { expect, it } from 'vitest';
import { outageOf, secondsLeft } from './outage.ts';

const because = { kind: 'closed', code: 1006 } as const;

it('tells of what is away, and when the next try is', () => {
  const outage = outageOf({ name: 'away', because, retryInMs: 4_200 }, 1_000);
  expect(outage).toEqual({ because, retryAt: 5_200, isAsked: false });
});

it.each([{ name: 'joined' }, { name: 'left' }, { name: 'joining', because, retryInMs: 1 }] as const)(
  'has nothing to tell of $name',
  (state) => expect(outageOf(state, 0)).toBeUndefined(),
);

it('knows a wait that the server asked for', () => {
  const refused = { kind: 'refused', code: 'busy', message: '', retryAfterMs: 5_000 } as const;
  expect(outageOf({ name: 'away', because: refused, retryInMs: 6_000 }, 0)?.isAsked).toBe(true);
});

it('counts down to one, and then tries', () => {
  const outage = { because, retryAt: 3_000, isAsked: false };
  expect([0, 1, 1_000, 2_999, 3_000, 9_000].map((now) => secondsLeft(outage, now))).toEqual([
    3,
    3,
    2,
    1,
    undefined,
    undefined,
  ]);
});
