import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dataText } from './data-text.ts';

describe('the text of data', () => {
  it.each([
    ['{"data":1}', '1'],
    ['{"type":"message","data":{"data":2},"room":"r"}', '{"data":2}'],
    ['{"room":"data","data":"data"}', '"data"'],
    ['{"data":1,"data":2}', '2'],
    ['{"d\\u0061ta":true}', 'true'],
    ['{"data\\\\":1,"data":2}', '2'],
    [' \n{ "data" \t: \r [ 1 , "]" , {"}":"{"} ] }', '[ 1 , "]" , {"}":"{"} ]'],
    ['{"data":"\\\\"}', '"\\\\"'],
    ['{"data":"\\"}"}', '"\\"}"'],
    ['{"data":-0.5e+300}', '-0.5e+300'],
    ['{"data":null ,"x":1}', 'null'],
  ])('of %s is %s', (frame, expected) => {
    expect(dataText(frame)).toBe(expected);
  });

  it.each(['{}', '{"x":{"data":1}}', '{"x":"data","y":"\\"data\\":1"}'])('of %s is not there', (frame) => {
    expect(dataText(frame)).toBeUndefined();
  });

  it('means what JSON.parse says, for any object in any spelling', () => {
    const key = fc.constantFrom('data', 'type', 'room', 'dat', 'data"', '\\', 'd\u0000ta', 'from');
    const entries = fc.array(fc.tuple(key, fc.jsonValue({ maxDepth: 4 })), { maxLength: 6 });
    const space = fc.stringMatching(/^[ \t\r\n]{0,3}$/);
    fc.assert(
      fc.property(
        entries,
        space,
        fc.constantFrom(undefined, 1, '\t'),
        fc.boolean(),
        (pairs, gap, indent, escape) => {
          const body = pairs.map(([name, value]) => {
            const quoted = escape ? name.replace('data', 'd\\u0061ta') : name;
            const text = escape && name === 'data' ? `"${quoted}"` : JSON.stringify(name);
            return `${gap}${text}${gap}:${gap}${JSON.stringify(value, null, indent)}${gap}`;
          });
          const frame = `${gap}{${body.join(',')}${gap}}${gap}`;
          const parsed: unknown = JSON.parse(frame);
          const expected =
            typeof parsed === 'object' && parsed !== null && 'data' in parsed ? parsed.data : undefined;
          const found = dataText(frame);
          expect(found === undefined ? undefined : JSON.parse(found)).toEqual(expected);
        },
      ),
      { numRuns: 2_000 },
    );
  });
});
