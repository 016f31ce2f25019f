import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseClientFrame } from './parse-client-frame.ts';

describe('a frame from a client', () => {
  it('is read with a number as the name of a room', () => {
    expect(parseClientFrame('{"type":"join","room":123456}')).toEqual({
      ok: true,
      message: { type: 'join', room: '123456' },
    });
  });

  it('loses what the protocol does not know, a from of its own first of all', () => {
    const parsed = parseClientFrame(
      '{"type":"message","room":"r","data":null,"from":"x","__proto__":{"a":1}}',
    );
    expect(parsed).toEqual({ ok: true, message: { type: 'message', room: 'r', data: null } });
  });

  it('counts a name in code points', () => {
    const frame = (name: string) => JSON.stringify({ type: 'join', room: 'r', name });
    expect(parseClientFrame(frame('🎉'.repeat(64))).ok).toBe(true);
    expect(parseClientFrame(frame('🎉'.repeat(65))).ok).toBe(false);
  });

  it('is refused with the names of the wrong fields, and without their values', () => {
    const parsed = parseClientFrame('{"type":"resume","room":"a b","id":7,"token":["hush"]}');
    expect(parsed).toMatchObject({ ok: false, code: 'bad_message' });
    const reason = parsed.ok ? '' : parsed.reason;
    for (const field of ['room', 'id', 'token']) expect(reason).toContain(`${field}:`);
    expect(reason).not.toContain('hush');
  });

  it('never throws, whatever it is', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (text) => void parseClientFrame(text)));
  });
});
