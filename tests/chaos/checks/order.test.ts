import { describe, expect, it } from 'vitest';
import { HandWritten, broken } from './hand-written.ts';
import { checkOrder, countRepeated } from './order.ts';

const sent = () => {
  const history = new HandWritten().join(1, 'ann', ['bob']).join(2, 'bob', ['ann']);
  return history.send(1, 1, 'bob').send(1, 2, 'bob').send(1, 3, 'bob');
};

describe('messages from one peer to another', () => {
  it('are right in the order sent, with holes too', () => {
    expect(broken(checkOrder(sent().receive(2, 'ann', 1).receive(2, 'ann', 3).told()))).toEqual([]);
  });

  it('are wrong in any other', () => {
    expect(broken(checkOrder(sent().receive(2, 'ann', 2).receive(2, 'ann', 1).told()))).toEqual(['order']);
  });

  it('are in order over a resume, whichever socket was read first', () => {
    const moved = () => sent().resume(3, 'bob', ['ann']);
    const right = moved().receive(3, 'ann', 3).receive(2, 'ann', 1).receive(2, 'ann', 2);
    expect(broken(checkOrder(right.told()))).toEqual([]);
    expect(broken(checkOrder(moved().receive(2, 'ann', 2).receive(3, 'ann', 1).told()))).toEqual(['order']);
  });

  it('may come twice, which is counted; the first arrival is what counts', () => {
    const story = sent().receive(2, 'ann', 1).receive(2, 'ann', 2).receive(2, 'ann', 1).told();
    expect(broken(checkOrder(story))).toEqual([]);
    expect(countRepeated(story)).toBe(1);
  });
});
