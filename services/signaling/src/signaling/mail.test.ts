import { pino } from 'pino';
import { expect, it } from 'vitest';
import { MemoryMembership } from '../membership/memory-membership.ts';
import { LinkRelay } from '../relay/link-relay.ts';
import { MemoryBus, MemoryHub } from '../relay/memory-bus.ts';
import { Mail } from './mail.ts';
import type { Letter } from './mail.ts';
import { Marks } from './marks.ts';

const log = pino({ level: 'silent' });
const WINDOW_MS = 60_000;

/** A node that may not speak for anybody who is gone, and a peer that is away. */
async function fencedNode() {
  const membership = new MemoryMembership();
  const relay = new LinkRelay(new MemoryBus(new MemoryHub(), 'n1'), 'n1', log);
  await membership.join('r', { id: 'ann', node: 'n1', term: 1, tokenHash: 'x' }, 6, WINDOW_MS);
  await membership.detach('r', 'ann', 1, WINDOW_MS);
  const lost: Letter[] = [];
  const mail = new Mail({
    node: 'n1',
    membership,
    relay,
    marks: new Marks(relay),
    log,
    maySpeakFor: () => false,
    handOver: () => false,
    arrived: async () => {},
    stillHere: async () => false,
    moved() {},
    lost: (letter) => lost.push(letter),
  });
  const kept = async () => {
    await mail.allPlaced();
    const outcome = await membership.attach('r', {
      id: 'ann',
      node: 'n1',
      term: 1,
      tokenHash: 'x',
      newTokenHash: 'y',
    });
    if (outcome.status !== 'attached') throw new Error('ann has her place');
    return outcome.mail.frames.map(String);
  };
  return { mail, lost, kept };
}

it('says nothing for a peer that this node may not speak for, and tells that it was lost', async () => {
  const { mail, lost, kept } = await fencedNode();
  mail.post({ room: 'r', from: 'bob', to: 'ann', frame: Buffer.from('late'), said: 1 });
  expect(await kept()).toEqual([]);
  expect(lost).toMatchObject([{ from: 'bob', to: 'ann' }]);
});

it('places what tells a peer that its own message was lost: nobody else has to speak for that', async () => {
  const { mail, lost, kept } = await fencedNode();
  mail.post({ room: 'r', from: 'bob', to: 'ann', frame: Buffer.from('lost'), said: 0, tellUntil: Infinity });
  expect(await kept()).toEqual(['lost']);
  expect(lost).toEqual([]);
});

it('sends nothing to a node that it was about to ask of a peer that is moving, and places all of it in order', async () => {
  const asked = Promise.withResolvers<boolean>();
  const looked = Promise.withResolvers<void>();
  const stored = Promise.withResolvers<void>();
  const [sent, handed]: [string[], string[]] = [[], []];
  const at = { node: 'n2', gen: 1, term: 1, tokenHash: 'x', formerTokenHash: '-' };
  let isHere = false;
  const mail = new Mail({
    node: 'n1',
    membership: {
      async deposit() {
        looked.resolve();
        await stored.promise;
        return { status: 'attached', at };
      },
    },
    relay: {
      send: (_node, envelope) => void (envelope.kind === 'deliver' && sent.push(envelope.frame.toString())),
      withdraw: () => [],
    },
    marks: { ask: async () => true, askHolding: () => asked.promise },
    log,
    maySpeakFor: () => true,
    handOver: ({ frame }) => isHere && handed.push(frame.toString()) > 0,
    arrived: async () => {},
    stillHere: async () => false,
    moved() {},
    lost: (letter) => expect.fail(`lost ${letter.frame.toString()}`),
  });
  const say = (frame: string, said: number) =>
    mail.post({ room: 'r', from: 'bob', to: 'ann', frame: Buffer.from(frame), said });
  say('first', 1);
  await looked.promise;
  // The store says that she is there still; meanwhile she comes here.
  isHere = true;
  mail.turn('r', 'ann', 'n2');
  stored.resolve();
  say('second', 2);
  asked.resolve(true);
  await mail.allPlaced();
  expect(sent).toEqual([]);
  expect(handed).toEqual(['first', 'second']);
});
