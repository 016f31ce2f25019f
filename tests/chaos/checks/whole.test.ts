import { describe, expect, it } from 'vitest';
import { broken } from './hand-written.ts';
import { checkWhole } from './whole.ts';

const WHOLE = 'whole after quiet';
const ann = { client: 'c1', room: 'r', id: 'ann', view: new Set(['bob']) };
const bob = { client: 'c2', room: 'r', id: 'bob', view: new Set(['ann']) };

function check(attached: readonly (typeof ann)[], members: readonly string[]): string[] {
  return broken(checkWhole({ at: 0, attached, members: new Map([['r', members]]) }));
}

describe('after quiet', () => {
  it('all is well where every view equals the store', () => {
    expect(check([ann, bob], ['bob', 'ann'])).toEqual([]);
  });

  it('a member that nobody holds is a ghost', () => {
    const seeingAll = [ann, bob].map((one) => ({ ...one, view: new Set([...one.view, 'eve']) }));
    expect(check(seeingAll, ['ann', 'bob', 'eve'])).toEqual([WHOLE]);
  });

  it('an attached client must be a member', () => {
    expect(check([{ ...ann, view: new Set<string>() }], [])).toEqual([WHOLE]);
  });

  it('a view must hold neither too few nor too many', () => {
    expect(check([ann, { ...bob, view: new Set<string>() }], ['ann', 'bob'])).toEqual([WHOLE]);
    expect(check([{ ...ann, view: new Set(['bob', 'eve']) }, bob], ['ann', 'bob'])).toEqual([WHOLE]);
  });
});
