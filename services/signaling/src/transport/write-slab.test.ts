import { expect, it } from 'vitest';
import { WriteSlab } from './write-slab.ts';

it('a slab gives the same memory again once it was given back', () => {
  const slab = new WriteSlab();
  const first = slab.take(100);
  slab.giveBack(first);
  const second = slab.take(200);
  expect([second.buffer, second.byteOffset]).toEqual([first.buffer, first.byteOffset]);
});

it('a slab never gives memory twice that is still in use', () => {
  const slab = new WriteSlab();
  const used: Buffer[] = [];
  for (let number = 0; number < 2_000; number += 1) {
    const taken = slab.take(1 + ((number * 37) % 1_000));
    taken.fill(number % 251);
    if (number % 3 === 0) slab.giveBack(taken);
    else used.push(taken.fill(used.length % 251));
  }
  for (const [index, taken] of used.entries()) expect(new Set(taken)).toEqual(new Set([index % 251]));
});

it('a slab takes back only what was taken last', () => {
  const slab = new WriteSlab();
  const first = slab.take(100);
  const second = slab.take(100);
  slab.giveBack(first);
  expect(slab.take(100).byteOffset).toBe(second.byteOffset + 100);
});

it('a write larger than the slab has memory of its own', () => {
  const slab = new WriteSlab();
  const large = slab.take(300_000);
  expect(large).toHaveLength(300_000);
  slab.giveBack(large);
  expect(slab.take(10).buffer).not.toBe(large.buffer);
});
