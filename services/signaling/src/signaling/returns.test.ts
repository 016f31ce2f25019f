import { pino } from 'pino';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { returned } from '../../test-support/returned-message.ts';
import type { Envelope, ReturnedEnvelope } from '../relay/envelope.ts';
import { LinkRelay } from '../relay/link-relay.ts';
import { MemoryBus, MemoryHub } from '../relay/memory-bus.ts';
import { Marks } from './marks.ts';
import { Returns } from './returns.ts';

const FAR_AWAY_MS = 60_000;

const message = returned();

let hub: MemoryHub;
let placed: [string, string | undefined][];
let firstUnheard: Promise<void>;
let returns: Returns;
let marks: Marks;

function start(
  node: string,
  told: { receive?: (envelope: Envelope) => void; unheard?: () => void },
): LinkRelay {
  const relay = new LinkRelay(new MemoryBus(hub, node), node, pino({ level: 'silent' }));
  relay.start(
    {
      receive: (envelope) => told.receive?.(envelope),
      undelivered: (target, envelopes) => {
        for (const envelope of envelopes) {
          if (envelope.kind === 'returned') returns.unheard(envelope, target);
          if (envelope.kind === 'mark') marks.answer(envelope.mark, false);
        }
        told.unheard?.();
      },
      delivered: () => {},
      hearsAgain: () => {},
      interrupted: () => {},
      fault: () => expect.fail('a fault'),
    },
    FAR_AWAY_MS,
  );
  return relay;
}

function returnsOf(leaseMs: number, isHeard = () => true): Returns {
  const { promise, resolve } = Promise.withResolvers<void>();
  firstUnheard = promise;
  const relay = start('n2', { unheard: resolve });
  const place = ({ to }: ReturnedEnvelope, node: string | undefined) => void placed.push([to, node]);
  marks = new Marks(relay);
  return new Returns({ relay, marks, leaseMs, isHeard, place });
}

beforeEach(() => {
  hub = new MemoryHub();
  placed = [];
});

afterEach(() => {
  hub.forget('n2');
});

it('a message whose sender has come here from a dead node is placed from here at once, and only once', async () => {
  returns = returnsOf(FAR_AWAY_MS);
  const sent = returns.send('n1', message);
  await firstUnheard;
  returns.takeOver('n1', 'room', 'ann');
  expect(placed).toEqual([['bob', undefined]]);
  await sent;
  returns.unheard(message, 'n1');
  expect(placed).toHaveLength(1);
});

it('one of another sender, or from another node, goes on being given back', async () => {
  returns = returnsOf(FAR_AWAY_MS);
  void returns.send('n1', message);
  await firstUnheard;
  returns.takeOver('n1', 'room', 'bob');
  returns.takeOver('n1', 'other', 'ann');
  returns.takeOver('n3', 'room', 'ann');
  expect(placed).toEqual([]);
});

it('a message that nobody takes back for a lease is placed for a sender that is still on the dead node', async () => {
  returns = returnsOf(0);
  await returns.send('n1', message);
  expect(placed).toEqual([['bob', 'n1']]);
});

it('a message that a node took back and has not placed is placed from here as this one stops, if that is dead', async () => {
  returns = returnsOf(FAR_AWAY_MS);
  const { promise: came, resolve: takenBack } = Promise.withResolvers<Envelope>();
  start('n1', { receive: takenBack });
  await returns.send('n1', message);
  await came;
  hub.forget('n1');
  await returns.hurry();
  expect(placed).toEqual([['bob', 'n1']]);
});

it('so is one that no node heard yet', async () => {
  returns = returnsOf(FAR_AWAY_MS);
  void returns.send('n1', message);
  await firstUnheard;
  await returns.hurry();
  expect(placed).toEqual([['bob', 'n1']]);
});

it('what a dead node took back of a sender is placed before what it heard nothing of', async () => {
  returns = returnsOf(FAR_AWAY_MS);
  start('n1', {});
  await returns.send('n1', message);
  hub.forget('n1');
  void returns.send('n1', { ...returned(2), to: 'eve' });
  await firstUnheard;
  await returns.hurry();
  expect(placed).toEqual([
    ['bob', 'n1'],
    ['eve', 'n1'],
  ]);
});

it('a message that the node took back and placed is not placed from here', async () => {
  returns = returnsOf(FAR_AWAY_MS);
  const { promise: came, resolve: takenBack } = Promise.withResolvers<Envelope>();
  start('n1', { receive: takenBack });
  await returns.send('n1', message);
  returns.placed('n1', message);
  returns.takeOver('n1', 'room', 'ann');
  expect(await came).toMatchObject({ kind: 'returned', to: 'bob' });
  expect(placed).toEqual([]);
});

it('a node that is not heard itself takes no other for dead, however long it tries', async () => {
  let tries = 0;
  returns = returnsOf(0, () => {
    tries += 1;
    expect(placed).toEqual([]);
    return tries > 2;
  });
  await returns.send('n1', message);
  expect(tries).toBe(3);
  expect(placed).toEqual([['bob', 'n1']]);
});
