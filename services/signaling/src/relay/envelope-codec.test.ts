import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeBatch, encodeBatch } from './envelope-codec.ts';
import type { Envelope } from './envelope.ts';

const text = fc.string({ unit: 'binary' });
const deliver = fc.record({
  kind: fc.constant('deliver' as const),
  node: text,
  room: text,
  from: text,
  to: fc.array(text),
  ref: fc.option(text, { nil: undefined }),
  frame: fc.uint8Array().map((bytes) => Buffer.from(bytes)),
});
const change = fc.record({
  kind: fc.constant('change' as const),
  room: text,
  epoch: fc.nat(),
  change: fc.oneof(
    fc.record({
      type: fc.constant('join' as const),
      seq: fc.nat(),
      member: fc.record({ id: text, node: text, name: text, seq: fc.nat(), gen: fc.nat() }),
    }),
    fc.record({
      type: fc.constant('leave' as const),
      seq: fc.nat(),
      id: text,
      reason: fc.constantFrom('left', 'lost', 'removed'),
    }),
  ),
});

describe('a batch of envelopes', () => {
  it('comes out as it went in', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(deliver, change)), (envelopes: Envelope[]) => {
        expect(decodeBatch(encodeBatch(envelopes))).toEqual(envelopes);
      }),
    );
  });

  it('that is none is refused, whatever the bytes', () => {
    const good = encodeBatch([
      { kind: 'deliver', node: 'n', room: 'r', from: 'a', to: ['b'], frame: Buffer.from('{}') },
    ]);
    for (let length = 1; length < good.length; length += 1) {
      expect(() => decodeBatch(good.subarray(0, length)), String(length)).toThrow(Error);
    }
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1 }), (bytes) => {
        try {
          decodeBatch(Buffer.from(bytes));
        } catch (error) {
          expect(error).toBeInstanceOf(Error);
        }
      }),
    );
  });
});
