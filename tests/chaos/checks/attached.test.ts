import { describe, expect, it } from 'vitest';
import { checkAttached } from './attached.ts';
import { HandWritten, broken } from './hand-written.ts';

const LOST = ['no bye for an attached peer'];
const EARLY = ['a session keeps its place'];
const two = () => new HandWritten().join(1, 'ann', ['bob']).join(2, 'bob', ['ann'], 'n2').wait(4_100);

describe('a peer whose socket is open', () => {
  it('must not be said to be lost', () => {
    expect(broken(checkAttached(two().bye(1, 'bob').told()))).toEqual(LOST);
  });

  it('may be said to have left, and to be lost once its socket is gone', () => {
    expect(broken(checkAttached(two().bye(1, 'bob', 'left').told()))).toEqual([]);
    expect(broken(checkAttached(two().end(2, 'cut').wait(2_000).bye(1, 'bob').told()))).toEqual([]);
    expect(broken(checkAttached(two().deaf(2).wait(2_000).bye(1, 'bob').told()))).toEqual([]);
  });

  it('may be said to be lost where its node was away for longer than its lease', () => {
    const frozen = (ms: number) =>
      two().node('n2', 'frozen').wait(ms).node('n2', 'thawed').bye(1, 'bob').told();
    expect(broken(checkAttached(frozen(1_000)))).toEqual([]);
    expect(broken(checkAttached(frozen(400)))).toEqual(LOST);
    const unready = two().node('n2', 'unready').wait(1_000).node('n2', 'ready').bye(1, 'bob').told();
    expect(broken(checkAttached(unready))).toEqual([]);
  });

  it('is not excused by an outage of Redis, which is the same for all', () => {
    expect(
      broken(checkAttached(two().redis('frozen').wait(2_000).redis('thawed').bye(1, 'bob').told())),
    ).toEqual(LOST);
  });
});

describe('a session', () => {
  it('must not be over before its window is', () => {
    const away = (ms: number) => two().end(2, 'cut').wait(ms).resume(3, 'bob', 'session_expired').told();
    expect(broken(checkAttached(away(1_000)))).toEqual(EARLY);
    expect(broken(checkAttached(away(2_000)))).toEqual([]);
    expect(broken(checkAttached(two().resume(3, 'bob', 'session_expired').told()))).toEqual(EARLY);
  });

  it('is over once its client left', () => {
    expect(broken(checkAttached(two().end(2, 'leave').resume(3, 'bob', 'session_expired').told()))).toEqual(
      [],
    );
  });

  it('may be over where its node was away for long', () => {
    const thawed = two().node('n2', 'frozen').wait(3_500).node('n2', 'thawed').close(2, 4000);
    expect(broken(checkAttached(thawed.resume(3, 'bob', 'session_expired', 'n1').told()))).toEqual([]);
  });

  it('goes with the memory of Redis where it was away, and only there', () => {
    const restarted = two()
      .end(2, 'cut')
      .redis('killed')
      .redis('started')
      .resume(3, 'bob', 'session_expired');
    expect(broken(checkAttached(restarted.told()))).toEqual([]);
    const held = two()
      .redis('killed')
      .redis('started')
      .wait(1_500)
      .end(2, 'cut')
      .resume(3, 'bob', 'session_expired');
    expect(broken(checkAttached(held.told()))).toEqual(EARLY);
    const hardlyBack = (ms: number) =>
      two()
        .redis('killed')
        .redis('started')
        .redis('frozen')
        .wait(1_500)
        .redis('thawed')
        .wait(ms)
        .end(2, 'cut')
        .resume(3, 'bob', 'session_expired');
    expect(broken(checkAttached(hardlyBack(500).told()))).toEqual([]);
    expect(broken(checkAttached(hardlyBack(1_500).told()))).toEqual(EARLY);
    const thrownOut = two()
      .redis('killed')
      .redis('started')
      .close(2, 4000)
      .resume(3, 'bob', 'session_expired');
    expect(broken(checkAttached(thrownOut.told()))).toEqual(EARLY);
  });
});
