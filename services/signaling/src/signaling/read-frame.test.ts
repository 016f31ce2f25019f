import { parseClientFrame } from '@parley/shared/parse-client-frame';
import { describe, expect, it } from 'vitest';
import { readFrame } from './read-frame.ts';

function dataOf(text: string): string | undefined {
  const frame = readFrame(Buffer.from(text));
  if (!frame.ok || !frame.data) return undefined;
  const { bytes, at, end } = frame.data;
  return bytes.toString('utf8', at, end);
}

describe('a frame from a client, in bytes', () => {
  it.each([
    '{"type":"message","room":"r","to":"p","ref":"x","data":{"a":1}}',
    '{"type":"message","room":12,"data":1}',
    '{"type":"message","room":"r","ref":"é","data":1}',
    '{"type":"message","room":"r","data":1,"data":2}',
  ])('means the same whichever way %s is read', (text) => {
    const read = readFrame(Buffer.from(text));
    const parsed = parseClientFrame(text);
    if (!read.ok || !parsed.ok) throw new Error('both are to be taken');
    expect({ ...read.message, data: 0 }).toEqual({ ...parsed.message, data: 0 });
  });

  it.each([
    ['{"type":"message","room":"r","data":{"a": 1e999, "a":2}}', '{"a": 1e999, "a":2}'],
    ['{"type":"message","room":"r","data":1,"data":"é"}', '"é"'],
    ['{"d\\u0061ta":[1],"type":"message","room":"r"}', '[1]'],
    [
      `{"type":"message","room":"r","data":${'['.repeat(99)}${']'.repeat(99)}}`,
      '['.repeat(99) + ']'.repeat(99),
    ],
  ])('gives the data of %s to the letter', (text, expected) => {
    expect(dataOf(text)).toBe(expected);
  });

  it.each([
    'hello',
    '{"type":"message","room":"r","data":}',
    '{"type":"message","room":"a b","data":1}',
    '{"type":"message","room":"r"}',
    '{"type":"message","room":"r","to":7,"data":1,"ref":"x"}',
    '{"type":"dance","ref":"x"}',
  ])('is refused with the words of the schema: %s', (text) => {
    expect(readFrame(Buffer.from(text))).toEqual(parseClientFrame(text));
  });

  it('has data only where it is a message', () => {
    const frame = readFrame(Buffer.from('{"type":"ping","data":1}'));
    expect(frame).toMatchObject({ ok: true, data: undefined });
  });
});
