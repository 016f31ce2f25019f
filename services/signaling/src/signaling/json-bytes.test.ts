import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { skipValue } from './json-bytes.ts';

/** FRAMES=1000000 compares that many. */
const numRuns = Number(process.env['FRAMES'] ?? 3_000);

function isTaken(text: string): boolean {
  const bytes = Buffer.from(text);
  return skipValue(bytes, 0) === bytes.length;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

describe('a value of JSON in bytes', () => {
  it.each([
    '0',
    '-0',
    '1e5',
    '-0.5E+300',
    '123456789012345678901234567890',
    '1E400',
    'true',
    'false',
    'null',
    '""',
    '"é𝄞"',
    '"\\u0000\\ud800\\"\\\\\\/\\b\\f\\n\\r\\t"',
    '"\u007f\u2028"',
    '[]',
    '{}',
    '[[],{}]',
    '{"":""}',
    '[ 1 ,\t"]"\r\n]',
    '{"a":{"}":"{"},"a":[1,{"b":null}]}',
    '['.repeat(31) + ']'.repeat(31),
  ])('is %s', (text) => {
    expect(isJson(text)).toBe(true);
    expect(isTaken(text)).toBe(true);
  });

  it.each([
    '',
    '01',
    '-',
    '+1',
    '.5',
    '1.',
    '1.e1',
    '1e',
    '1e+',
    '0x1',
    'NaN',
    'Infinity',
    'tru',
    'True',
    'nul',
    'falsey',
    '"',
    '"a',
    '"\\"',
    '"\\',
    '"\\x"',
    '"\\u12g4"',
    '"\\u123',
    '"\n"',
    '"\t"',
    '"\u0000"',
    "'a'",
    '[',
    ']',
    '[1',
    '[1,',
    '[1,]',
    '[,1]',
    '[1 2]',
    '[1}',
    '{',
    '{"a"',
    '{"a":',
    '{"a":}',
    '{"a":1,}',
    '{a:1}',
    '{1:1}',
    '{"a" 1}',
    '{"a":1]',
    '{"a":1 "b":2}',
    '\u00a01',
    '\ufeff1',
    '1,',
    '[]]',
    '{}}',
    '//',
    '[1]x',
  ])('is not %j', (text) => {
    expect(isJson(text)).toBe(false);
    expect(isTaken(text)).toBe(false);
  });

  it('ends where it ends', () => {
    const bytes = Buffer.from('[1,{"a":"]"}] ,x');
    expect(skipValue(bytes, 0)).toBe(13);
    expect(skipValue(bytes, 3)).toBe(12);
  });

  it('is left to others where it is nested deeper than the stack is high', () => {
    expect(isTaken('['.repeat(32) + ']'.repeat(32))).toBe(false);
    expect(isTaken('{"a":'.repeat(31) + '1' + '}'.repeat(31))).toBe(true);
  });

  it('is what JSON.parse takes, whatever is done to it', () => {
    const spelled = fc
      .tuple(fc.jsonValue({ maxDepth: 5 }), fc.constantFrom(undefined, 1, '\t'))
      .map(([value, indent]) => JSON.stringify(value, null, indent));
    const harm = fc.tuple(
      fc.nat(),
      fc.nat({ max: 2 }),
      fc.constantFrom(...Array.from('{}[]",:\\u0-1.eEtfn \n\u0001é')),
    );
    const text = fc.tuple(spelled, fc.array(harm, { maxLength: 2 })).map(([whole, harms]) => {
      let result = whole;
      for (const [place, cut, put] of harms) {
        const at = place % (result.length + 1);
        result = result.slice(0, at) + put + result.slice(at + cut);
      }
      return result.trim();
    });
    fc.assert(
      fc.property(text, (json) => {
        expect(isTaken(json)).toBe(isJson(json));
      }),
      { numRuns },
    );
  });
});
