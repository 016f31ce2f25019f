import { describe, expect, it } from 'vitest';
import { TokenBucket } from './token-bucket.ts';

describe('a token bucket', () => {
  it('lets a burst through, then says how long to wait', () => {
    const bucket = new TokenBucket(50, 3, 0);
    expect([bucket.take(0), bucket.take(0), bucket.take(0), bucket.take(0)]).toEqual([
      true,
      true,
      true,
      false,
    ]);
    expect(bucket.waitMs).toBe(20);
    expect(bucket.take(19)).toBe(false);
    expect(bucket.take(20)).toBe(true);
  });

  it('never saves up more than a burst', () => {
    const bucket = new TokenBucket(50, 2, 0);
    expect([bucket.take(60_000), bucket.take(60_000), bucket.take(60_000)]).toEqual([true, true, false]);
  });

  it('knows when it is full again', () => {
    const bucket = new TokenBucket(10, 4, 0);
    for (let taken = 0; taken < 4; taken += 1) bucket.take(0);
    expect(bucket.full).toBe(false);
    bucket.take(10_000);
    expect(bucket.full).toBe(true);
  });
});
