import { pino } from 'pino';
import { expect, it } from 'vitest';
import { MemoryRegistry } from '../membership/memory-registry.ts';
import { MemoryBus, MemoryRelay } from '../relay/memory-relay.ts';
import { renewLease } from './lease.ts';
import { Marks } from './marks.ts';

const LEASE_MS = 300;
const log = pino({ level: 'silent' });

/** A node whose relay reaches it, or does not. */
function node({ hears }: { hears: boolean }) {
  let now = 0;
  let regained = 0;
  const registry = new MemoryRegistry(() => now);
  const relay = new MemoryRelay(new MemoryBus(), 'n1');
  const marks = new Marks('n1', relay);
  if (hears) {
    relay.start({
      receive: (envelope) => envelope.kind === 'mark' && marks.answer(envelope.mark, true),
      undelivered: () => {},
      delivered: () => {},
      hearsAgain: () => {},
    });
  }
  const renew = () =>
    renewLease({
      node: 'n1',
      registry,
      marks,
      leaseMs: LEASE_MS,
      log,
      regained: async () => void (regained += 1),
    });
  return { registry, renew, pass: (ms: number) => (now += ms), regained: () => regained };
}

it('keeps the lease of a node that hears itself', async () => {
  const { registry, renew, pass, regained } = node({ hears: true });
  expect(await renew()).toBe(true);
  pass(LEASE_MS - 1);
  expect(await renew()).toBe(true);
  pass(LEASE_MS - 1);
  expect(await registry.dead()).toEqual([]);
  expect(regained()).toBe(1); // the first one: nobody had promised anything before
});

it('lets the lease of a deaf node run out', async () => {
  const { registry, renew, pass } = node({ hears: false });
  await registry.renew('n1', LEASE_MS);
  pass(LEASE_MS);
  expect(await renew()).toBe(false);
  expect(await registry.dead()).toEqual(['n1']);
});

it('says when a lease had run out, so that the node takes back what it holds', async () => {
  const { renew, pass, regained } = node({ hears: true });
  await renew();
  pass(LEASE_MS);
  expect(await renew()).toBe(true);
  expect(regained()).toBe(2);
});
