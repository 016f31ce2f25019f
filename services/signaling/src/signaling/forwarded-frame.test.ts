import { expect, it } from 'vitest';
import { ForwardedFrame } from './forwarded-frame.ts';

const client = Buffer.from('{"type":"message","room":"r","data":{"é":1},"from":"somebody"}');
const at = client.indexOf('{"é"');
const frame = new ForwardedFrame(Buffer.from('{"from":"a","data":'), { bytes: client, at, end: at + 8 });

it('a forwarded frame holds the value of data, and nothing of what came behind it', () => {
  expect(frame.bytes.toString()).toBe('{"from":"a","data":{"é":1}}');
  expect(frame).toHaveLength(frame.bytes.length);
});

it('a forwarded frame goes to any place of what is written', () => {
  const target = Buffer.alloc(frame.length + 4, '.');
  frame.copyTo(target, 2);
  expect(target.toString()).toBe(`..${frame.bytes.toString()}..`);
});

it('a forwarded frame that is kept does not change with what it was made from', () => {
  const bytes = Buffer.from('[1]');
  const kept = new ForwardedFrame(Buffer.from('{"data":'), { bytes, at: 0, end: 3 }).bytes;
  bytes.fill('x');
  expect(kept.toString()).toBe('{"data":[1]}');
});
