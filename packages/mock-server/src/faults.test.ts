import { describe, expect, it } from 'vitest';
import { Faults } from './faults.ts';

const faults = () => new Faults(() => {});

describe('the faults that stand', () => {
  it('strike as often as was said, and then no more', () => {
    const all = faults();
    all.add({ fault: 'full', times: 2 });
    expect([1, 2, 3].map(() => all.strike('full', undefined) !== undefined)).toEqual([true, true, false]);
  });

  it('strike until they are lifted where nothing was said', () => {
    let lifted = 0;
    const all = new Faults(() => (lifted += 1));
    const lift = all.add({ fault: 'full' });
    for (let strikes = 0; strikes < 100; strikes += 1) expect(all.strike('full', undefined)).toBeDefined();
    lift();
    lift();
    expect(all.strike('full', undefined)).toBeUndefined();
    expect(lifted).toBe(1);
  });

  it('are for one peer where it is named', () => {
    const all = faults();
    all.add({ fault: 'freeze', peer: 'ann' });
    expect(all.find('freeze', 'ann')).toBeDefined();
    expect(all.find('freeze', 'bob')).toBeUndefined();
    expect(all.find('freeze', undefined)).toBeUndefined();
  });

  it('strike in the order in which they were ordered', () => {
    const all = faults();
    all.add({ fault: 'error', request: 'join', code: 'busy', times: 1 });
    all.add({ fault: 'error', request: 'join', code: 'unavailable', times: 1 });
    const codes = [1, 2].map(() => all.strike('error', undefined, ({ request }) => request === 'join')?.code);
    expect(codes).toEqual(['busy', 'unavailable']);
  });

  it.each([0, -1, 1.5, Number.NaN])('cannot strike %d times', (times) => {
    expect(() => faults().add({ fault: 'full', times })).toThrow('times: must be');
  });
});
