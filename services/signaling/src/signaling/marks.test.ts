import { pino } from 'pino';
import { expect, it, onTestFinished, vi } from 'vitest';
import type { Envelope } from '../relay/envelope.ts';
import { LinkRelay } from '../relay/link-relay.ts';
import { MemoryBus, MemoryHub } from '../relay/memory-bus.ts';
import { Marks } from './marks.ts';

const FAR_AWAY_MS = 60_000;

function start(hub: MemoryHub, node: string, receive: (envelope: Envelope) => void, marks?: () => Marks) {
  const bus = new MemoryBus(hub, node);
  const relay = new LinkRelay(bus, node, pino({ level: 'silent' }));
  relay.start(
    {
      receive,
      undelivered: (_target, envelopes) => {
        for (const envelope of envelopes) if ('mark' in envelope) marks?.().answer(envelope.mark, false);
      },
      delivered: () => {},
      hearsAgain: () => {},
      interrupted: () => {},
      fault: () => {},
    },
    FAR_AWAY_MS,
  );
  return { bus, relay };
}

function asker(hub: MemoryHub): { marks: Marks; confirmed: () => Promise<unknown> } {
  const answer = (envelope: Envelope) => {
    if (envelope.kind === 'passed') marks.answer(envelope.mark, true);
  };
  const { relay } = start(hub, 'n1', answer, () => marks);
  const marks: Marks = new Marks(relay);
  return { marks, confirmed: () => relay.confirmed() };
}

it('a node that took a question over and died before it could answer is not waited for', async () => {
  const hub = new MemoryHub();
  const { promise: asked, resolve: takenOver } = Promise.withResolvers<Envelope>();
  const other = start(hub, 'n2', takenOver);
  const { marks, confirmed } = asker(hub);
  const answer = marks.askSettled('n2', 'room', 'peer', FAR_AWAY_MS);
  await asked;
  await confirmed();
  other.bus.close();
  expect(await answer).toBe(false);
});

it('a node that nobody hears for a moment is asked again before it counts as gone', async () => {
  const hub = new MemoryHub();
  const { marks } = asker(hub);
  const answer = marks.askSettled('n2', 'room', 'peer', FAR_AWAY_MS);
  await new Promise((resolve) => setImmediate(resolve));
  const other = start(hub, 'n2', (envelope) => {
    if (envelope.kind === 'settle') other.relay.send('n1', { kind: 'passed', mark: envelope.mark });
  });
  expect(await answer).toBe(true);
});

it('while the relay cannot be reached nothing is known of a node: it is asked on, and not for longer than was said', async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  // Each question is one that could not be sent.
  const marks: Marks = new Marks({
    send: (_node, envelope) => void ('mark' in envelope && marks.unsent(envelope.mark)),
  });
  let judged: boolean | undefined;
  const answer = marks.askSettled('n2', 'room', 'peer', 1_500).then((heard) => (judged = heard));
  await vi.advanceTimersByTimeAsync(1_400);
  expect(judged).toBeUndefined();
  await vi.advanceTimersByTimeAsync(100);
  expect(await answer).toBe(false);
});

it('a relay that stood still gives a node no chance to listen again: what nobody heard then does not count', async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const marks: Marks = new Marks({ send: () => {} });
  let judged: boolean | undefined;
  const answer = marks.askSettled('n2', 'room', 'peer', 5_000).then((heard) => (judged = heard));
  const deafAfter = async (ms: number) => {
    await vi.advanceTimersByTimeAsync(ms);
    marks.answer(1, false);
    await vi.advanceTimersByTimeAsync(0);
  };
  await deafAfter(0);
  await deafAfter(500);
  expect(judged).toBeUndefined();
  await deafAfter(250);
  expect(judged).toBeUndefined();
  await deafAfter(250);
  expect(await answer).toBe(false);
});
