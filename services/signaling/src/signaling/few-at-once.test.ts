import { describe, expect, it } from 'vitest';
import { fewAtOnce } from './few-at-once.ts';

const TEN = Array.from({ length: 10 }, (_, index) => index);

describe('few at once', () => {
  it('does something with each, never with more than so many', async () => {
    const [done, busy] = [new Set<number>(), new Set<number>()];
    let most = 0;
    const act = async (item: number) => {
      busy.add(item);
      most = Math.max(most, busy.size);
      await new Promise(setImmediate);
      busy.delete(item);
      done.add(item);
      return true;
    };
    expect(await fewAtOnce(TEN, 3, act)).toBe(true);
    expect(done).toEqual(new Set(TEN));
    expect(most).toBe(3);
    expect(await fewAtOnce([], 3, act)).toBe(true);
  });

  it('begins no further one after one that went wrong, and says so', async () => {
    const begun: number[] = [];
    const act = async (item: number) => {
      begun.push(item);
      await new Promise(setImmediate);
      return item !== 4;
    };
    expect(await fewAtOnce(TEN, 3, act)).toBe(false);
    expect(begun).toContain(4);
    expect(begun).not.toContain(9);
  });

  it('rejects as what it does', async () => {
    await expect(fewAtOnce(TEN, 3, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  });
});
