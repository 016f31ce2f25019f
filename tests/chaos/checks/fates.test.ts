import { describe, expect, it } from 'vitest';
import { fatesOf } from './fates.ts';
import { HandWritten, broken } from './hand-written.ts';
import { checkLoss, countFates } from './loss.ts';

/** Ann, on socket 1 of n1, writes to Bob, on socket 2 of n2. */
const two = () => new HandWritten().join(1, 'ann', ['bob']).join(2, 'bob', ['ann'], 'n2').wait(100);
const fate = (history: HandWritten) => fatesOf(history.told()).map((outcome) => outcome.fate);

describe('a message that was confirmed', () => {
  it('is delivered, told or lost', () => {
    expect(fate(two().send(1, 1, 'bob').receive(2, 'ann', 1).confirm(1))).toEqual(['delivered']);
    const error = { type: 'error', code: 'undeliverable', message: 'no', to: 'bob', ref: 'm1' } as const;
    expect(fate(two().send(1, 1, 'bob').hear(1, error).confirm(1))).toEqual(['told']);
    expect(fate(two().send(1, 1, 'bob').confirm(1))).toEqual(['lost']);
  });

  it('is for each one that its sender saw where it was for all', () => {
    const all = new HandWritten()
      .join(1, 'ann', ['bob', 'eve'])
      .join(2, 'bob', ['ann', 'eve'])
      .join(3, 'eve', ['ann', 'bob']);
    const outcomes = fatesOf(all.send(1, 1).receive(2, 'ann', 1).confirm(1).told());
    expect(outcomes.map(({ to, fate: met }) => [to, met])).toEqual([
      ['bob', 'delivered'],
      ['eve', 'lost'],
    ]);
  });

  it('is lost where another one of the same sender was refused', () => {
    const error = { type: 'error', code: 'undeliverable', message: 'no', to: 'bob', ref: 'm2' } as const;
    expect(fate(two().send(1, 1, 'bob').hear(1, error).confirm(1))).toEqual(['lost']);
  });

  it('is lost where its peer came back, whole, and left long after', () => {
    const away = () => two().end(2, 'drop').send(1, 1, 'bob').confirm(1).resume(3, 'bob', ['ann']);
    expect(fate(away().receive(3, 'ann', 1).wait(1_500).end(3, 'leave'))).toEqual(['delivered']);
    expect(fate(away().wait(1_500).end(3, 'leave'))).toEqual(['lost']);
  });
});

describe('a message needs not arrive', () => {
  it('that was never confirmed', () => {
    expect(fate(two().send(1, 1, 'bob').end(1, 'cut'))).toEqual(['unconfirmed']);
  });

  it('whose peer went before it could get it', () => {
    expect(fate(two().end(2, 'drop').send(1, 1, 'bob').confirm(1).wait(2_000).bye(1, 'bob'))).toEqual([
      'ended',
    ]);
    expect(fate(two().end(2, 'leave').send(1, 1, 'bob').confirm(1))).toEqual(['ended']);
    const away = () => two().end(2, 'drop').send(1, 1, 'bob').confirm(1).wait(2_000);
    expect(fate(away().members('ann'))).toEqual(['ended']);
    expect(fate(away().members('ann', 'bob'))).toEqual(['lost']);
  });
});

describe('a message that was on its way to a socket when that ended without a word', () => {
  const back = (history: HandWritten) => history.wait(1_000).resume(3, 'bob', ['ann'], 'n1');

  it('is excused around a cut, and only around it', () => {
    const cut = (ms: number) => back(two().end(2, 'cut').wait(ms).send(1, 1, 'bob').confirm(1));
    expect(fate(cut(50))).toEqual(['in flight']);
    expect(fate(cut(150))).toEqual(['lost']);
    expect(fate(back(two().send(1, 1, 'bob').confirm(1).wait(300).end(2, 'cut')))).toEqual(['in flight']);
    expect(fate(back(two().send(1, 1, 'bob').confirm(1).wait(500).end(2, 'cut')))).toEqual(['lost']);
  });

  it('is not excused around a close that was said', () => {
    expect(fate(back(two().send(1, 1, 'bob').confirm(1).end(2, 'drop')))).toEqual(['lost']);
  });

  it('is excused from going deaf until the server must have noticed', () => {
    const deaf = (ms: number) => back(two().deaf(2).wait(ms).send(1, 1, 'bob').confirm(1));
    expect(fate(deaf(500))).toEqual(['in flight']);
    expect(fate(deaf(1_200))).toEqual(['lost']);
  });

  it('is excused around the kill of its node', () => {
    const killed = (ms: number) => {
      return back(two().node('n2', 'killed').close(2, 1006).wait(ms).send(1, 1, 'bob').confirm(1));
    };
    expect(fate(killed(50))).toEqual(['in flight']);
    expect(fate(killed(200))).toEqual(['lost']);
  });

  it('is not excused where its node stood still before it was killed: it was never written', () => {
    const frozen = (ms: number) => {
      const sent = two().node('n2', 'frozen').wait(ms).send(1, 1, 'bob').confirm(1).wait(1_000);
      return back(sent.node('n2', 'killed').close(2, 1006));
    };
    expect(fate(frozen(50))).toEqual(['in flight']);
    expect(fate(frozen(200))).toEqual(['lost']);
  });
});

describe('a message kept for a peer that is away', () => {
  const restarted = (history: HandWritten) =>
    history.redis('killed').redis('gone').redis('started').wait(500);

  it('goes with the memory of Redis, and only where it had not been given out before', () => {
    const kept = () => two().end(2, 'drop').wait(200).send(1, 1, 'bob').confirm(1);
    expect(fate(restarted(kept()).resume(3, 'bob', ['ann']))).toEqual(['gone with redis']);
    const given = kept().resume(3, 'bob', ['ann']).wait(1_500);
    expect(fate(restarted(given))).toEqual(['lost']);
  });

  it('goes too where it was kept while Redis was being killed', () => {
    const killed = two().end(2, 'drop').wait(200).redis('killed').send(1, 1, 'bob').confirm(1);
    expect(fate(killed.redis('gone').redis('started').wait(500).resume(3, 'bob', ['ann']))).toEqual([
      'gone with redis',
    ]);
  });

  it('does not go where the peer was attached, nor where it was sent afterwards', () => {
    expect(fate(restarted(two().send(1, 1, 'bob').confirm(1)))).toEqual(['lost']);
    const after = restarted(two().end(2, 'drop')).send(1, 1, 'bob').confirm(1).resume(3, 'bob', ['ann']);
    expect(fate(after)).toEqual(['lost']);
  });
});

describe('a message whose sender went without a word, and for good', () => {
  const sent = () => two().node('n2', 'frozen').send(1, 1, 'bob').confirm(1);
  const thawed = (history: HandWritten) => history.node('n2', 'thawed').wait(3_000);
  const killed = (history: HandWritten) => history.node('n1', 'killed').close(1, 1006);

  it('needs not arrive where the peer could not be reached before, and was told bye', () => {
    expect(fate(thawed(killed(sent())).bye(2, 'ann'))).toEqual(['sender gone']);
  });

  it('has to arrive where the peer could be reached before', () => {
    expect(fate(killed(thawed(sent()).wait(1_000)).bye(2, 'ann'))).toEqual(['lost']);
  });

  it('has to arrive where the peer was not told', () => {
    expect(fate(thawed(killed(sent())))).toEqual(['lost']);
  });

  it('has to arrive where the sender left on purpose, or was there again to be told', () => {
    expect(fate(thawed(sent().end(1, 'leave')).bye(2, 'ann', 'left'))).toEqual(['lost']);
    const back = thawed(killed(sent()).resume(3, 'ann', ['bob'])).end(3, 'drop');
    expect(fate(back.wait(2_000).bye(2, 'ann'))).toEqual(['lost']);
  });
});

describe('lost messages', () => {
  it('are one violation for each pair of peers, and are counted', () => {
    const story = two().send(1, 1, 'bob').send(1, 2, 'bob').send(2, 3, 'ann').confirm(1).confirm(2).told();
    const outcomes = fatesOf(story);
    expect(broken(checkLoss(outcomes, story.endedAt))).toEqual(['no silent loss', 'no silent loss']);
    expect(countFates(outcomes)).toMatchObject({ lost: 3, delivered: 0 });
  });
});
