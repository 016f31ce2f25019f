import { parseClientFrame } from '@parley/shared/parse-client-frame';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readMessageFrame } from './message-frame.ts';

/** FRAMES=1000000 compares that many. */
const numRuns = Number(process.env['FRAMES'] ?? 3_000);

function read(text: string) {
  const bytes = Buffer.from(text);
  const frame = readMessageFrame(bytes);
  if (!frame) return undefined;
  const { room, to, ref, dataAt, dataEnd } = frame;
  return { room, to, ref, data: bytes.toString('utf8', dataAt, dataEnd) };
}

const plain = { room: 'r', to: undefined, ref: undefined, data: '1' };

describe('the frame of a message', () => {
  it.each([
    ['as browsers write it', '{"type":"message","room":"r","to":"p","data":1}', { ...plain, to: 'p' }],
    ['to all', '{"type":"message","room":"r","data":1}', plain],
    [
      'with its keys the other way round',
      '{"data":1,"ref":"x","room":"r","type":"message"}',
      { ...plain, ref: 'x' },
    ],
    ['with white space', ' \r\n{\t"type" : "message" ,\n"room":"r", "data": 1 } \n', plain],
    ['with a from of its own', '{"from":"x","type":"message","room":"r","data":1}', plain],
    ['with a from behind', '{"type":"message","room":"r","data":1,"from":"somebody"}', plain],
    [
      'with what the protocol does not know',
      '{"x":[{"data":2}],"type":"message","room":"r","data":1}',
      plain,
    ],
    [
      'whose data looks like an envelope',
      '{"type":"message","room":"r","data":{"type":"join","room":"x","data":"}"}}',
      { ...plain, data: '{"type":"join","room":"x","data":"}"}' },
    ],
    ['whose data is text', '{"type":"message","room":"r","data":"é\\"}"}', { ...plain, data: '"é\\"}"' }],
    [
      'whose data is a number of many digits',
      '{"type":"message","room":"r","data":12345678901234567890.5}',
      { ...plain, data: '12345678901234567890.5' },
    ],
    ['whose data is null', '{"type":"message","room":"r","data": null }', { ...plain, data: 'null' }],
    [
      'whose data has white space within',
      '{"type":"message","room":"r","data":[ 1 ]}',
      { ...plain, data: '[ 1 ]' },
    ],
    [
      'whose data has a key twice',
      '{"type":"message","room":"r","data":{"a":1,"a":2}}',
      { ...plain, data: '{"a":1,"a":2}' },
    ],
    ['with a key that is beyond ASCII', '{"é":1,"type":"message","room":"r","data":1}', plain],
    [
      'with the longest names',
      JSON.stringify({
        type: 'message',
        room: 'r'.repeat(128),
        to: 't'.repeat(64),
        ref: 'f'.repeat(64),
        data: 1,
      }),
      { room: 'r'.repeat(128), to: 't'.repeat(64), ref: 'f'.repeat(64), data: '1' },
    ],
  ])('%s is read at once', (_what, text, expected) => {
    expect(read(text)).toEqual(expected);
  });

  it.each([
    ['of another type', '{"type":"join","room":"r"}'],
    ['of a type that begins alike', '{"type":"messages","room":"r","data":1}'],
    ['with an escape in its type', '{"type":"mess\\u0061ge","room":"r","data":1}'],
    ['with an escape in a key', '{"type":"message","room":"r","d\\u0061ta":2,"data":1}'],
    ['with an escape in a key behind', '{"type":"message","room":"r","data":1,"d\\u0061ta":2}'],
    ['with its data twice', '{"type":"message","room":"r","data":1,"data":2}'],
    ['with its room twice', '{"type":"message","room":"r","room":"s","data":1}'],
    ['with its type twice', '{"type":"message","type":"join","room":"r","data":1}'],
    ['with to twice', '{"type":"message","room":"r","to":"a","to":"b","data":1}'],
    ['with ref twice', '{"type":"message","room":"r","ref":"a","ref":"b","data":1}'],
    ['with a number for a room', '{"type":"message","room":1,"data":1}'],
    ['with a room that is none', '{"type":"message","room":"a/b","data":1}'],
    ['with a room too long', JSON.stringify({ type: 'message', room: 'r'.repeat(129), data: 1 })],
    ['with no room', '{"type":"message","data":1}'],
    ['with no type', '{"room":"r","data":1}'],
    ['with no data', '{"type":"message","room":"r"}'],
    ['with to null', '{"type":"message","room":"r","to":null,"data":1}'],
    ['with an empty to', '{"type":"message","room":"r","to":"","data":1}'],
    ['with a to too long', JSON.stringify({ type: 'message', room: 'r', to: 't'.repeat(65), data: 1 })],
    ['with a ref too long', JSON.stringify({ type: 'message', room: 'r', ref: 't'.repeat(65), data: 1 })],
    ['with a ref beyond ASCII', '{"type":"message","room":"r","ref":"é","data":1}'],
    ['with data nested deep', `{"type":"message","room":"r","data":${'['.repeat(40)}${']'.repeat(40)}}`],
  ])('%s is left to the slow way', (_what, text) => {
    expect(read(text)).toBeUndefined();
  });

  it.each([
    '',
    '{',
    '{}',
    'null',
    '[{"type":"message","room":"r","data":1}]',
    '{"type":"message","room":"r","data":}',
    '{"type":"message","room":"r","data":1',
    '{"type":"message","room":"r","data":1}}',
    '{"type":"message","room":"r","data":1},',
    '{"type":"message","room":"r","data":1,}',
    '{"type":"message","room":"r","data":1,"from":"x}',
    '{"type":"message" "room":"r","data":1}',
    '{"type":"message","room":"r","data":{"a":1}',
    '{"type":"message","room":"r","data":"\n"}',
    '{"type":"message","room":"r","data":01}',
    '{"type":"message","room":"r","data":1,"x":tru}',
    '\ufeff{"type":"message","room":"r","data":1}',
    '{,"type":"message","room":"r","data":1}',
    '{"type":"message","room":"r\t","data":1}',
    '{"type":"message","room":"r","data":1}\u0000',
    '{"type":"message","room":"r","data":1,"\\x":1}',
  ])('is not %j', (text) => {
    expect(read(text)).toBeUndefined();
  });

  it('is never read otherwise than by JSON.parse and the schema, whatever is done to it', () => {
    let taken = 0;
    fc.assert(
      fc.property(oddFrame(), (text) => {
        const frame = read(text);
        if (!frame) return;
        taken += 1;
        const parsed = parseClientFrame(text);
        if (!parsed.ok || parsed.message.type !== 'message')
          throw new Error(`taken though it is wrong: ${text}`);
        const { room, to, ref, data } = parsed.message;
        expect({ ...frame, data: JSON.parse(frame.data) as unknown }).toEqual({ room, to, ref, data });
      }),
      { numRuns },
    );
    // Or nothing was compared.
    expect(taken).toBeGreaterThan(numRuns / 10);
  });
});

/** Frames around that of a message: keys in any order and spelling, missing or double, white space, a byte changed. */
function oddFrame(): fc.Arbitrary<string> {
  const value = fc.jsonValue({ maxDepth: 4 }).map((any) => JSON.stringify(any));
  const word = fc.constantFrom('"r"', '"p"', '"message"', '"é"', '1', 'null', '"\\u0072"', '""');
  const usual = fc
    .tuple(value, fc.constantFrom('"p"', undefined), fc.constantFrom('"x"', undefined))
    .map(([data, to, ref]): [string, string][] => [
      ['"type"', '"message"'],
      ['"room"', '"r"'],
      ['"data"', data],
      ...(to === undefined ? [] : [['"to"', to] satisfies [string, string]]),
      ...(ref === undefined ? [] : [['"ref"', ref] satisfies [string, string]]),
    ]);
  const key = fc.constantFrom(
    '"type"',
    '"room"',
    '"to"',
    '"data"',
    '"ref"',
    '"from"',
    '"d\\u0061ta"',
    '"__proto__"',
    '""',
  );
  const odd = fc.array(fc.tuple(key, fc.oneof(word, value)), { maxLength: 2 });
  const space = fc.constantFrom('', '', ' ', '\r\n\t');
  const harm = fc.option(
    fc.tuple(fc.nat(), fc.nat({ max: 1 }), fc.constantFrom(...Array.from('{}[]",:\\0-e \n\u0001é'), '')),
    { freq: 2 },
  );
  return fc
    .tuple(usual, odd, fc.infiniteStream(fc.nat()), space, harm)
    .map(([pairs, more, order, gap, harmed]) => {
      const all = [...pairs, ...more]
        .map((pair) => [order.next().value ?? 0, pair] as const)
        .toSorted(([a], [b]) => a - b)
        .map(([, [name, text]]) => `${gap}${name}${gap}:${gap}${text}${gap}`);
      const frame = `${gap}{${all.join(',')}}${gap}`;
      if (!harmed) return frame;
      const [place, cut, put] = harmed;
      const at = place % (frame.length + 1);
      return frame.slice(0, at) + put + frame.slice(at + cut);
    });
}
