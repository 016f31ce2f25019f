import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeBatch, encodeBatch } from './envelope-codec.ts';
import type { Batch } from './envelope-codec.ts';

const text = fc.string({ unit: 'binary' });
/** Of a room, a node or a peer: what the protocol lets one be, or the server makes. */
const name = fc.stringMatching(/^[A-Za-z0-9\-_.~]{1,20}$/);
const deliver = fc.record({
  kind: fc.constant('deliver' as const),
  room: name,
  from: name,
  to: fc.array(name, { minLength: 1 }),
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
    node: name,
    life: name,
    first: fc.nat(),
    base: fc.nat(),
    confirms: fc.record({ life: fc.oneof(name, fc.constant('')), upTo: fc.nat() }),
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

  it('keeps a ref as the client made it, line feeds and all', () => {
    const head = { node: 'n', life: 'l', first: 1, base: 1, confirms: { life: '', upTo: 0 }, again: true };
    const frame = Buffer.from('{}');
    const way = { kind: 'deliver', room: 'r', from: 'a', to: ['b', 'c'], frame } as const;
    const envelopes = ['\n', 'a\nb', '', ' é', undefined].map((ref) => ({ ...way, ref }));
    expect(decodeBatch(encodeBatch({ head, envelopes }))).toEqual({ head, envelopes });
  });

  it.each(['', 'r', 'r\na', 'r\na\n', '\na\nb', 'r\n\nb'])('with %j for a way is refused', (way) => {
    const head = { node: 'n', life: 'l', first: 1, base: 1, confirms: { life: '', upTo: 0 }, again: false };
    const fixed = Buffer.from([1, 0, 0, 0, way.length, 0, 0, 0, 0]);
    const whole = [encodeBatch({ head, envelopes: [] }), fixed, Buffer.from(way)];
    expect(() => decodeBatch(Buffer.concat(whole))).toThrow('a delivery');
  });

  it.each(['', 'n\nl\n1\n1\n\n0', 'n\nl\n1\n1\n\n0\n0\n0', 'n\nl\n-1\n1\n\n0\n0', 'n\nl\n1\n1.5\n\n0\n0'])(
    'with %j for a head is refused',
    (head) => {
      const fixed = Buffer.from([4, 0, 0, 0, head.length, 0, 0, 0, 0]);
      expect(() => decodeBatch(Buffer.concat([fixed, Buffer.from(head)]))).toThrow('the head of the batch');
    },
  );

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
