import { expect, it } from 'vitest';
import { levelOf } from './sound-level.ts';

const tone = (amplitude: number) =>
  Float32Array.from({ length: 1024 }, (_, index) => amplitude * Math.sin(index / 8));

it('is nothing in silence, and nothing below what people call so', () => {
  expect(levelOf(new Float32Array(1024))).toBe(0);
  expect(levelOf(tone(0.0005))).toBe(0);
});

it('grows as ears hear it: ten times as much is a third of the way', () => {
  const [soft, middle, loud] = [0.01, 0.1, 1].map((amplitude) => levelOf(tone(amplitude)));
  expect(soft).toBeCloseTo(0.283, 1);
  expect(Number(middle) - Number(soft)).toBeCloseTo(1 / 3, 2);
  expect(Number(loud) - Number(middle)).toBeCloseTo(1 / 3, 2);
});

it('ends at the top', () => {
  expect(levelOf(new Float32Array(1024).fill(1))).toBe(1);
  expect(levelOf(new Float32Array(1024).fill(4))).toBe(1);
});
