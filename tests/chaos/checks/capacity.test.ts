import { describe, expect, it } from 'vitest';
import { checkCapacity } from './capacity.ts';
import { HandWritten, broken } from './hand-written.ts';

const OVER = ['never over capacity'];
const full = () => new HandWritten().join(1, 'ann', ['bob', 'eve']);

describe('a room over its capacity', () => {
  it('is seen in the view of a client, and not before', () => {
    expect(broken(checkCapacity(full().told()))).toEqual([]);
    expect(broken(checkCapacity(full().bye(1, 'bob').otherJoin(1, 'tom').told()))).toEqual([]);
    expect(broken(checkCapacity(full().otherJoin(1, 'tom').told()))).toEqual(OVER);
    expect(broken(checkCapacity(full().resync(1, ['bob', 'eve', 'tom']).told()))).toEqual(OVER);
  });

  it('is seen in the store', () => {
    expect(broken(checkCapacity(full().members('ann', 'bob', 'eve').told()))).toEqual([]);
    expect(broken(checkCapacity(full().members('ann', 'bob', 'eve', 'tom').told()))).toEqual(OVER);
  });

  it('is let pass while a restarted Redis is filled again, and no longer', () => {
    const restarted = () => full().redis('killed').redis('started');
    expect(broken(checkCapacity(restarted().wait(3_900).otherJoin(1, 'tom').told()))).toEqual([]);
    expect(broken(checkCapacity(restarted().wait(4_100).otherJoin(1, 'tom').told()))).toEqual(OVER);
  });

  it('may last where it came about so, until somebody goes, but must not grow', () => {
    const overfull = () =>
      full().redis('killed').redis('started').members('ann', 'bob', 'eve', 'tom').wait(9_000);
    expect(broken(checkCapacity(overfull().resync(1, ['bob', 'eve', 'tom']).told()))).toEqual([]);
    expect(broken(checkCapacity(overfull().members('ann', 'bob', 'eve', 'tom', 'kim').told()))).toEqual(OVER);
    const mended = overfull().members('ann', 'bob', 'tom').wait(1_000);
    expect(broken(checkCapacity(mended.resync(1, ['bob', 'eve', 'tom']).told()))).toEqual(OVER);
  });
});
