import { describe, expect, it } from 'vitest';
import { Roster } from './roster.ts';

describe('Roster', () => {
  it('gives the whole truth as the difference to what it knew', () => {
    const roster = new Roster();
    roster.begin('me', [{ id: 'a' }, { id: 'b', name: 'Bo' }]);
    expect(roster.replace([{ id: 'b' }, { id: 'c', name: 'Cleo' }])).toEqual({
      gone: [{ id: 'a' }],
      came: [{ id: 'c', name: 'Cleo' }],
    });
    expect(roster.replace([{ id: 'c' }, { id: 'b' }])).toEqual({ gone: [], came: [] });
    expect(roster.peers).toEqual([
      { id: 'b', name: 'Bo' },
      { id: 'c', name: 'Cleo' },
    ]);
  });

  it('takes a coming and a going for news once', () => {
    const roster = new Roster();
    roster.begin('me', []);
    expect([roster.add({ id: 'a' }), roster.add({ id: 'a' })]).toEqual([true, false]);
    expect([roster.remove('a'), roster.remove('a')]).toEqual([true, false]);
  });

  it('does not take the ghosts of its own former visits for peers', () => {
    const roster = new Roster();
    roster.begin('me', []);
    expect(roster.begin('me again', [{ id: 'me' }, { id: 'a' }])).toEqual([{ id: 'a' }]);
    expect(roster.replace([{ id: 'me' }, { id: 'a' }]).came).toEqual([]);
    expect(roster.add({ id: 'me' })).toBe(false);
  });
});
