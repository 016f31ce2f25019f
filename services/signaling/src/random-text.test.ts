import { expect, it } from 'vitest';
import { randomText } from './random-text.ts';

it('gives as many bytes as asked for, and none of them twice, over many draws', () => {
  const sizes = Array.from({ length: 2_000 }, (_, index) => [12, 16, 32][index % 3] ?? 0);
  const texts = sizes.map((size) => randomText(size));
  expect(texts.map((text) => Buffer.from(text, 'base64url').length)).toEqual(sizes);
  expect(new Set(texts).size).toBe(texts.length);
  // A byte that was given out is wiped: none may come as it was left.
  const bytes = Buffer.concat(texts.map((text) => Buffer.from(text, 'base64url')));
  const zeros = bytes.filter((byte) => byte === 0).length;
  expect(zeros / bytes.length).toBeLessThan(0.01);
});
