import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromWire, toWire } from './peer-envelope.ts';

const numbering = { epoch: 1, number: 2, ackEpoch: 3, ack: 4 };
const overTheWire = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe('the envelope between two peers', () => {
  it('gives back any JSON of the user, and the numbering', () => {
    const tricky = fc.constantFrom<unknown>(
      { delivery: 1 },
      { type: 'delivery' },
      { type: 'offer', sdp: 'not one' },
      { type: 'value', value: 1 },
      JSON.parse('{"__proto__":{"a":1}}'),
      null,
    );
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), tricky), (value) => {
        const data = overTheWire(value);
        const frame = { numbering, message: { data, app: true } };
        expect(fromWire(overTheWire(toWire(frame)))).toEqual(frame);
      }),
    );
  });

  it('keeps the words of the library apart from those of its user', () => {
    const offer = { type: 'offer', sdp: 'v=0' };
    expect(fromWire(toWire({ numbering, message: { data: offer, app: false } }))?.message?.app).toBe(false);
    expect(fromWire(toWire({ numbering, message: { data: offer, app: true } }))?.message?.app).toBe(true);
  });

  it('leaves a message readable for those who know nothing of numbers', () => {
    const offer = { type: 'offer', sdp: 'v=0' };
    expect(toWire({ numbering, message: { data: offer, app: false } })).toMatchObject(offer);
    expect(toWire({ numbering, message: { data: { hello: 1 }, app: true } })).toMatchObject({ hello: 1 });
  });

  it('carries news alone, and a message that was taken back as no message', () => {
    expect(fromWire(toWire({ numbering }))).toEqual({ numbering, message: undefined });
  });

  it.each([
    ['a number', 7],
    ['an offer of a raw client', { type: 'offer', sdp: '' }],
    [
      'something of that name that is no numbering',
      { delivery: { epoch: 1, number: -1, ackEpoch: 0, ack: 0 } },
    ],
    ['a numbering of something else', { delivery: 'express' }],
  ])('is not seen in %s', (_what, wire) => {
    expect(fromWire(wire)).toBeUndefined();
  });
});
