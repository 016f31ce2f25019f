import { pino } from 'pino';
import { expect, it } from 'vitest';
import { MemoryMembership } from '../membership/memory-membership.ts';
import { MemoryRegistry } from '../membership/memory-registry.ts';
import { LinkRelay } from '../relay/link-relay.ts';
import { MemoryBus, MemoryHub } from '../relay/memory-bus.ts';
import { Departures } from './departures.ts';
import { reap } from './reaper.ts';
import { Rooms } from './rooms.ts';

const LEASE_MS = 1_000;
const WINDOW_MS = 2_000;
const log = pino({ level: 'silent' });

/** A peer of a node whose lease has run out, and a reaper on another node that has held its own for so long. */
async function reaperAfter(heldForMs: number) {
  let now = 0;
  const membership = new MemoryMembership(() => now);
  const registry = new MemoryRegistry(() => now);
  const relay = new LinkRelay(new MemoryBus(new MemoryHub(), 'n1'), 'n1', log);
  const lease = { heldForMs, stamp: '1', ensure: async () => {} };
  const observer = { handled() {}, forwarded() {}, refused() {}, fault: () => expect.fail('a fault') };
  const rooms = new Rooms({
    node: 'n1',
    membership,
    registry,
    relay,
    lease,
    compare: async () => true,
    turned() {},
  });
  const departures = new Departures(membership, registry, rooms, observer, log);
  const { term } = await registry.renew('n2', LEASE_MS);
  await registry.enter('n2', 'r');
  await membership.join('r', { id: 'a', node: 'n2', term, tokenHash: 'x' }, 6, WINDOW_MS);
  now += LEASE_MS;
  const options = { registry, membership, departures, lease, log };
  const round = () => reap({ node: 'n1', resumeWindowMs: WINDOW_MS, leaseMs: LEASE_MS, ...options });
  const members = async () => (await membership.snapshot('r')).members.map(({ id }) => id);
  return { round, members, membership, registry, pass: (ms: number) => (now += ms) };
}

it('detaches the peers of a dead node, and removes them once their window is over', async () => {
  const { round, members, pass } = await reaperAfter(LEASE_MS);
  await round();
  expect(await members()).toEqual(['a']);
  pass(WINDOW_MS);
  await round();
  expect(await members()).toEqual([]);
});

it('waits while its own lease is young, as the store may have been away and the others with it', async () => {
  const { round, members, pass } = await reaperAfter(LEASE_MS - 1);
  await round();
  pass(WINDOW_MS);
  await round();
  expect(await members()).toEqual(['a']);
});

it('removes those too whom the dead node alone knew to wait, of nodes that died with the store', async () => {
  const { round, members, membership, pass } = await reaperAfter(LEASE_MS);
  await membership.join('r', { id: 'b', node: 'n3', term: 1, tokenHash: 'y' }, 6, WINDOW_MS);
  await membership.detach('r', 'b', 1, WINDOW_MS);
  await round();
  pass(WINDOW_MS);
  await round();
  expect(await members()).toEqual([]);
});

it('goes on expecting one whose window turns out to be longer, however little', async () => {
  const { round, members, registry, pass } = await reaperAfter(LEASE_MS);
  await round();
  await registry.expect({ room: 'r', id: 'a' }, 0);
  pass(WINDOW_MS - 1);
  const settle = registry.settle.bind(registry);
  registry.settle = async (due) => {
    pass(1); // the store is asked one after the other, and its clock goes on
    await settle(due);
  };
  await round();
  pass(1);
  await round();
  expect(await members()).toEqual([]);
});
