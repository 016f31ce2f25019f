import { isUtf8 } from 'node:buffer';
import { parseClientFrame } from '@parley/shared/parse-client-frame';
import { readFrame } from '@parley/signaling/signaling/read-frame';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { TIMEOUT_MS, asLongAsThereIsTime } from './budget.ts';
import { mutated } from './mutations.ts';

const some = fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom('r', 'x', '123456'), fc.jsonValue());
const request = fc
  .record(
    {
      type: fc.oneof(fc.constantFrom('join', 'leave', 'message', 'resume', 'ice', 'ping'), some),
      room: fc.oneof(fc.constantFrom('r', 123_456), some),
      name: some,
      token: some,
      roomToken: some,
      to: some,
      data: fc.jsonValue(),
      id: some,
      seq: fc.oneof(fc.integer(), some),
      ref: some,
    },
    { requiredKeys: ['type', 'room'] },
  )
  .map((message) => Buffer.from(JSON.stringify(message)));

it(
  'no frame makes the reader throw, and the fast way reads each as the careful one does',
  () => {
    fc.assert(
      fc.property(mutated(request), (bytes) => {
        // The transport refuses what is no UTF-8.
        fc.pre(isUtf8(bytes));
        const read = readFrame(Buffer.from(bytes));
        const careful = parseClientFrame(bytes.toString());
        expect(read.ok).toBe(careful.ok);
        if (!careful.ok) expect(read).toEqual(careful);
        if (!read.ok || !careful.ok) return;
        const { data: _, ...rest } = { data: undefined, ...careful.message };
        expect({ data: undefined, ...read.message }).toMatchObject(rest);
        if (careful.message.type !== 'message' || !read.data) return;
        const { bytes: all, at, end } = read.data;
        expect(JSON.parse(all.subarray(at, end).toString())).toEqual(careful.message.data);
      }),
      asLongAsThereIsTime(),
    );
  },
  TIMEOUT_MS,
);
