import { describe, expect, it } from 'vitest';
import type { BatchHead } from './envelope-codec.ts';
import { IncomingLink } from './incoming-link.ts';

function head(first: number, base = 1, life = 'one'): BatchHead {
  return { node: 'n2', life, first, base, confirms: { life: '', upTo: 0 }, again: false };
}

/** Takes a batch of so many envelopes. */
function take(link: IncomingLink, about: BatchHead, count: number): number | undefined {
  const known = link.accept(about);
  if (known !== undefined && known < count) link.advance(about.first + count - 1);
  return known;
}

describe('what comes from another node', () => {
  it('follows on number by number', () => {
    const link = new IncomingLink();
    expect(take(link, head(1), 3)).toBe(0);
    expect(take(link, head(4), 1)).toBe(0);
    expect(link.last).toBe(4);
  });

  it('is not taken where something before it is missing', () => {
    const link = new IncomingLink();
    expect(take(link, head(2), 1)).toBeUndefined();
    expect(link.last).toBe(0);
    expect(take(link, head(1), 2)).toBe(0);
  });

  it('shows a loss before silence by the number that would come next', () => {
    const link = new IncomingLink();
    take(link, head(1), 1);
    expect(link.accept(head(3))).toBeUndefined();
    expect(link.accept(head(2))).toBe(0);
  });

  it('is known where it was sent again, as far as it came the first time', () => {
    const link = new IncomingLink();
    take(link, head(1), 3);
    expect(take(link, head(2), 4)).toBe(2);
    expect(link.last).toBe(5);
  });

  it('does not wait for what its sender has taken back', () => {
    const link = new IncomingLink();
    take(link, head(1), 1);
    expect(take(link, head(5, 5), 1)).toBe(0);
    expect(link.last).toBe(5);
  });

  it('begins anew with a new link of the same node', () => {
    const link = new IncomingLink();
    take(link, head(1), 7);
    expect(take(link, head(1, 1, 'two'), 1)).toBe(0);
    expect(link).toMatchObject({ last: 1, life: 'two' });
  });
});

it('confirms no further than what is dealt with', () => {
  const link = new IncomingLink();
  link.accept(head(1));
  link.advance(1);
  link.advance(2, true);
  link.advance(3, true);
  link.advance(4);
  expect(link).toMatchObject({ last: 4, confirmed: 1 });
  link.settle(3);
  expect(link.confirmed).toBe(1);
  link.settle(2);
  expect(link.confirmed).toBe(4);
});
