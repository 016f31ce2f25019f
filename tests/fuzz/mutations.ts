import * as fc from 'fast-check';

/** One thing that happens to bytes; places and lengths are parts of what there is. */
type Mutation = (bytes: Buffer) => Buffer;

const part = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true });
const place = (bytes: Buffer, at: number) => Math.floor(bytes.length * at);

const flipped = fc.tuple(part, fc.nat({ max: 7 })).map(([at, bit]): Mutation => (bytes) => {
  const changed = Buffer.from(bytes);
  const index = place(bytes, at);
  if (changed.length > 0) changed[index] = (changed[index] ?? 0) ^ (1 << bit);
  return changed;
});

const cut = part.map(
  (at): Mutation =>
    (bytes) =>
      bytes.subarray(0, place(bytes, at)),
);

const without = fc.tuple(part, part).map(([one, other]): Mutation => (bytes) => {
  const [from, to] = [place(bytes, Math.min(one, other)), place(bytes, Math.max(one, other))];
  return Buffer.concat([bytes.subarray(0, from), bytes.subarray(to)]);
});

const twice = fc.tuple(part, part, part).map(([one, other, at]): Mutation => (bytes) => {
  const [from, to] = [place(bytes, Math.min(one, other)), place(bytes, Math.max(one, other))];
  const into = place(bytes, at);
  return Buffer.concat([bytes.subarray(0, into), bytes.subarray(from, to), bytes.subarray(into)]);
});

/** What parsers have stumbled over. */
const PIECES = [
  '"',
  '\\',
  '\\u',
  '\\ud800',
  '{',
  '}',
  '[',
  ',',
  ':',
  '0',
  '-',
  '1e999',
  'null',
  '__proto__',
  '\n',
  '\0',
  '.',
  '=',
  '\u{10ffff}',
];
const inserted = fc
  .tuple(
    part,
    fc.oneof(
      fc.constantFrom(...PIECES).map((text) => Buffer.from(text)),
      fc.uint8Array({ maxLength: 9 }),
    ),
  )
  .map(([at, piece]): Mutation => (bytes) => {
    const into = place(bytes, at);
    return Buffer.concat([bytes.subarray(0, into), piece, bytes.subarray(into)]);
  });

const mutations = fc.array(fc.oneof(flipped, cut, without, twice, inserted), { maxLength: 6 });

/** Something that is right, after a few accidents; after none at times. */
export function mutated(right: fc.Arbitrary<Buffer>): fc.Arbitrary<Buffer> {
  return fc
    .tuple(right, mutations)
    .map(([bytes, all]) => all.reduce((before, mutate) => mutate(before), bytes));
}
