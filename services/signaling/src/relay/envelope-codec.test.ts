import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeBatch, encodeBatch } from './envelope-codec.ts';
import type { Batch } from './envelope-codec.ts';

const text = fc.string({ unit: 'binary' });
const deliver = fc.record({
  kind: fc.constant('deliver' as const),
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
      member: fc.record({
        id: text,
        node: text,
        name: text,
        seq: fc.nat(),
        gen: fc.nat(),
        term: fc.nat(),
        tokenHash: text,
      }),
    }),
    fc.record({
      type: fc.constant('leave' as const),
      seq: fc.nat(),
      id: text,
      reason: fc.constantFrom('left', 'lost', 'removed'),
    }),
  ),
});

const gap = fc.constant(undefined);
const batch = fc.record({
  head: fc.record({
    node: text,
    life: text,
    first: fc.nat(),
    base: fc.nat(),
    confirms: fc.record({ life: text, upTo: fc.nat() }),
    again: fc.boolean(),
  }),
  envelopes: fc.array(fc.oneof(deliver, change, gap)),
});

describe('a batch of envelopes', () => {
  it('comes out as it went in', () => {
    fc.assert(
      fc.property(batch, (sent: Batch) => {
        expect(decodeBatch(encodeBatch(sent))).toEqual(sent);
      }),
    );
  });

  it('that is none is refused, whatever the bytes', () => {
    const head = { node: 'n', life: 'l', first: 1, base: 1, confirms: { life: '', upTo: 0 }, again: false };
    const frame = Buffer.from('{}');
    const good = encodeBatch({
      head,
      envelopes: [{ kind: 'deliver', room: 'r', from: 'a', to: ['b'], frame }],
    });
    const wholeHead = encodeBatch({ head, envelopes: [] }).length;
    for (let length = 0; length < good.length; length += 1) {
      if (length === wholeHead) continue; // a batch without envelopes is one
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
