import { describe, expect, it } from 'vitest';
import { checkByes, countResyncChanges } from './byes.ts';
import { HandWritten, broken } from './hand-written.ts';

const ONE = ['one bye a membership'];
const ann = () => new HandWritten().join(1, 'ann', ['bob']);

describe('byes', () => {
  it('are right once for each peer that is there', () => {
    expect(broken(checkByes(ann().bye(1, 'bob').otherJoin(1, 'eve').bye(1, 'eve').told()))).toEqual([]);
  });

  it('are wrong twice, and for nobody', () => {
    expect(broken(checkByes(ann().bye(1, 'bob').bye(1, 'bob').told()))).toEqual(ONE);
    expect(broken(checkByes(ann().bye(1, 'eve').told()))).toEqual(ONE);
  });

  it('are final: who went never comes again, whatever tells of it', () => {
    const gone = () => ann().bye(1, 'bob');
    expect(broken(checkByes(gone().otherJoin(1, 'bob').told()))).toEqual(ONE);
    expect(broken(checkByes(gone().resync(1, ['bob']).told()))).toEqual(ONE);
    expect(broken(checkByes(gone().end(1, 'cut').wait(500).resume(2, 'ann', ['bob']).told()))).toEqual(ONE);
  });

  it('may cross with the view of a socket that takes over', () => {
    const crossing = () => ann().resume(2, 'ann', ['bob']).bye(1, 'bob');
    expect(broken(checkByes(crossing().bye(2, 'bob').told()))).toEqual([]);
    expect(broken(checkByes(crossing().wait(500).resume(3, 'ann', ['bob']).told()))).toEqual(ONE);
  });

  it('do not follow a coming that is told twice', () => {
    expect(broken(checkByes(ann().otherJoin(1, 'bob').told()))).toEqual(ONE);
  });

  it('may be missing where a resync tells, which is counted', () => {
    const story = ann().resync(1, ['eve', 'tom']).told();
    expect(broken(checkByes(story))).toEqual([]);
    expect(countResyncChanges(story)).toBe(3);
  });
});
