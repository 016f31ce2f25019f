import { expect, it } from 'vitest';
import { returned } from '../../test-support/returned-message.ts';
import { HandedBack } from './handed-back.ts';

const FAR_AWAY_MS = 60_000;

/** Messages that node n2 took back, which answers as long as `there.n2` says. */
function handedBack(leaseMs: number) {
  const there = { n2: true, thisNode: true };
  const placed: number[] = [];
  const { promise: somePlaced, resolve } = Promise.withResolvers<void>();
  let asked = Promise.withResolvers<void>();
  const back = new HandedBack({
    marks: {
      hears: async () => {
        asked.resolve();
        return there.n2;
      },
    },
    leaseMs,
    isHeard: () => there.thisNode,
    place: ({ number }, node) => {
      expect(node).toBe('n2');
      placed.push(number);
      resolve();
    },
  });
  const nextAsked = () => (asked = Promise.withResolvers<void>()).promise;
  return { back, there, placed, somePlaced, nextAsked };
}

it('what a node took back is placed from here once it is dead, in order', async () => {
  const { back, there, placed, somePlaced } = handedBack(0);
  there.n2 = false;
  back.keep('n2', returned(3));
  back.keep('n2', returned(4));
  await somePlaced;
  expect(placed).toEqual([3, 4]);
});

it('what it has placed before is not placed again', async () => {
  const { back, there, placed, somePlaced } = handedBack(0);
  there.n2 = false;
  back.keep('n2', returned(3));
  back.keep('n2', returned(4));
  back.placed('n2', { number: 3, to: 'bob' });
  await somePlaced;
  expect(placed).toEqual([4]);
});

it('while this node is not heard itself, it takes nobody for dead', async () => {
  const { back, there, placed, nextAsked } = handedBack(0);
  Object.assign(there, { n2: false, thisNode: false });
  back.keep('n2', returned(3));
  await nextAsked();
  await nextAsked();
  expect(placed).toEqual([]);
  back.placed('n2', returned(3));
});

it('a node that stops places at once what a dead one took back, and leaves to a live one what is its own', async () => {
  const { back, there, placed } = handedBack(FAR_AWAY_MS);
  back.keep('n2', returned(3));
  await back.hurry();
  expect(placed).toEqual([]);
  there.n2 = false;
  await back.hurry();
  expect(placed).toEqual([3]);
});

it('one sender that came here takes its own along', () => {
  const { back } = handedBack(FAR_AWAY_MS);
  back.keep('n2', returned(3));
  back.keep('n2', returned(4, 'eve'));
  expect(back.take('n2', 'room', 'ann')).toMatchObject([{ number: 3 }]);
  expect(back.take('n2', 'room', 'ann')).toEqual([]);
  back.placed('n2', returned(4));
});
