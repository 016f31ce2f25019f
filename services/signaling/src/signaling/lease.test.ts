import { pino } from 'pino';
import { expect, it } from 'vitest';
import { MemoryRegistry } from '../membership/memory-registry.ts';
import { LinkRelay } from '../relay/link-relay.ts';
import { MemoryBus, MemoryHub } from '../relay/memory-bus.ts';
import { Lease } from './lease.ts';
import { Marks } from './marks.ts';

const LEASE_MS = 300;
const log = pino({ level: 'silent' });

/** A node whose relay reaches it, or does not. */
function node({ hears }: { hears: boolean }) {
  let now = 0;
  let regained = 0;
  const registry = new MemoryRegistry(() => now);
  const relay = new LinkRelay(new MemoryBus(new MemoryHub(), 'n1'), 'n1', log);
  const marks = new Marks(relay);
  if (hears) {
    const ignore = () => {};
    relay.start(
      {
        receive: (envelope) => {
          if (envelope.kind === 'mark') marks.answer(envelope.mark, true);
        },
        undelivered: ignore,
        delivered: ignore,
        hearsAgain: ignore,
        interrupted: ignore,
        fault: ignore,
      },
      LEASE_MS,
    );
  }
  const lease = new Lease({
    node: 'n1',
    registry,
    marks,
    leaseMs: LEASE_MS,
    log,
    regained: () => (regained += 1),
    now: () => now,
  });
  return { registry, lease, pass: (ms: number) => (now += ms), regained: () => regained };
}

it('keeps the lease of a node that hears itself', async () => {
  const { registry, lease, pass, regained } = node({ hears: true });
  expect(await lease.renew()).toBe(true);
  pass(LEASE_MS - 1);
  expect(await lease.renew()).toBe(true);
  pass(LEASE_MS - 1);
  expect(await registry.dead()).toEqual([]);
  expect(regained()).toBe(1); // the first one: nobody had promised anything before
});

it('lets the lease of a deaf node run out', async () => {
  const { registry, lease, pass } = node({ hears: false });
  await registry.renew('n1', LEASE_MS);
  pass(LEASE_MS);
  expect(await lease.renew()).toBe(false);
  expect(await registry.dead()).toMatchObject([{ node: 'n1' }]);
});

it('says when a lease had run out, so that the node takes back what it holds', async () => {
  const { lease, pass, regained } = node({ hears: true });
  await lease.renew();
  pass(LEASE_MS);
  expect(await lease.renew()).toBe(true);
  expect(regained()).toBe(2);
});

it('knows by its own clock that a node which did not run may have been given up', async () => {
  const { lease, pass } = node({ hears: true });
  expect(lease.held).toBe(false);
  await lease.renew();
  expect(lease.held).toBe(true);
  pass(LEASE_MS);
  expect(lease.held).toBe(false);
});

it('tells for how long it is held without a break', async () => {
  const { lease, pass } = node({ hears: true });
  await lease.renew();
  pass(200);
  await lease.renew();
  expect(lease.heldForMs).toBe(200);
  pass(LEASE_MS);
  expect(lease.heldForMs).toBe(0);
  await lease.renew();
  pass(10);
  expect(lease.heldForMs).toBe(10);
});

it('is renewed before anybody relies on it, where the store may have lost it', async () => {
  const { registry, lease } = node({ hears: true });
  await lease.renew();
  const { stamp } = lease;
  await registry.forget('n1');
  await lease.ensure();
  expect(await registry.dead()).toEqual([]);
  expect(lease.stamp).toBe(stamp);
  lease.doubt();
  await lease.ensure();
  expect((await registry.renew('n1', LEASE_MS)).held).toBe(true);
  expect(lease.stamp).not.toBe(stamp);
});

it('trusts the store again only a lease after its own had run out, but at once where it had none before', async () => {
  const { lease, pass } = node({ hears: true });
  await lease.renew();
  expect(lease.doubtedForMs).toBe(Infinity);
  pass(LEASE_MS);
  expect(lease.doubtedForMs).toBe(0);
  await lease.renew();
  pass(10);
  expect(lease.doubtedForMs).toBe(10);
});
