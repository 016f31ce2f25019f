import { describe, expect, it } from 'vitest';
import { HandWritten } from '../checks/hand-written.ts';
import { byeOf, knownToAll, resumedOf } from './moments.ts';

const two = () => new HandWritten().join(1, 'ann', []).otherJoin(1, 'bob').join(2, 'bob', ['ann']);

describe('the moment', () => {
  it('of a bye and of a comeback is the first after the fault', () => {
    const { events } = two().end(2, 'cut').wait(50).resume(3, 'bob', ['ann']).wait(100).bye(1, 'bob').told();
    const at = (what: string) =>
      events.find((event) => event.what === 'heard' && event.message.type === what)?.at;
    expect(resumedOf(events, 'bob', 0)).toBe(at('resumed'));
    expect(byeOf(events, 'bob', 0)).toBe(at('bye'));
    expect(byeOf(events, 'ann', 0)).toBeUndefined();
    expect(byeOf(events, 'bob', 10_000)).toBeUndefined();
  });

  it('at which all know of a newcomer is that of the last one to hear, by whatever message', () => {
    const clients = ['client of ann', 'client of bob'];
    const half = () => two().join(3, 'eve', ['ann', 'bob']).otherJoin(1, 'eve');
    expect(knownToAll(half().told().events, 'eve', clients, 0)).toBeUndefined();
    const { events } = half().wait(70).resync(2, ['ann', 'eve']).told();
    expect(knownToAll(events, 'eve', clients, 0)).toBe(events.at(-1)?.at);
  });
});
