import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { Sha256 } from './sha256.ts';

it('is what everybody else calls SHA-256, in whatever pieces the bytes come', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 200 }), { maxLength: 6 }), (pieces) => {
      const [ours, theirs] = [new Sha256(), createHash('sha256')];
      for (const piece of pieces) {
        ours.update(piece);
        theirs.update(piece);
      }
      expect(ours.hex()).toBe(theirs.digest('hex'));
    }),
    { numRuns: 500 },
  );
});

it.each([0, 55, 56, 63, 64, 119, 120, 1_000_000])('is right for %d bytes at once', (length) => {
  const bytes = new Uint8Array(length).fill(7);
  const sum = new Sha256();
  sum.update(bytes);
  expect(sum.hex()).toBe(createHash('sha256').update(bytes).digest('hex'));
});
