import type { Membership, Newcomer } from '@parley/signaling/membership/membership';
import { describe, expect, it } from 'vitest';
import type { StoreCluster } from '../support/stores.ts';
import { freshRoom } from '../support/test-client.ts';

const CAPACITY = 3;
const HOLD_OFF_MS = 60_000;

function newcomer(id: string, node = 'n1', name?: string): Newcomer {
  return { id, node, term: 1, name, tokenHash: `hash-of-${id}` };
}

/** What every membership does, whatever keeps it. */
export function membershipContract(name: string, newCluster: () => StoreCluster): void {
  describe(`membership in ${name}`, () => {
    it('lets a peer in and shows it the room as it is', async () => {
      await using cluster = newCluster();
      const { membership } = await cluster.open('n1');
      const room = freshRoom();
      await membership.join(room, newcomer('a', 'n1', 'Ann With Spaces 语'), CAPACITY, HOLD_OFF_MS);
      const outcome = await membership.join(room, newcomer('b', 'n2'), CAPACITY, HOLD_OFF_MS);
      expect(outcome).toMatchObject({
        status: 'joined',
        view: {
          seq: 2,
          capacity: CAPACITY,
          members: [
            { id: 'a', node: 'n1', name: 'Ann With Spaces 语', seq: 1, gen: 1 },
            { id: 'b', node: 'n2', name: undefined, seq: 2, gen: 1 },
          ],
          departures: [],
        },
      });
    });

    it('gives the same answer to the same join, and counts it once', async () => {
      await using cluster = newCluster();
      const { membership } = await cluster.open('n1');
      const room = freshRoom();
      const first = await membership.join(room, newcomer('a'), CAPACITY, HOLD_OFF_MS);
      expect(await membership.join(room, newcomer('a'), CAPACITY, HOLD_OFF_MS)).toEqual(first);
    });

    it('never lets in more than the capacity, from however many nodes at once', async () => {
      await using cluster = newCluster();
      const stores = await Promise.all(['n1', 'n2', 'n3'].map((node) => cluster.open(node)));
      const room = freshRoom();
      const outcomes = await Promise.all(
        Array.from({ length: 40 }, (_, index) => {
          const { membership } = stores[index % 3] ?? expect.fail();
          return membership.join(room, newcomer(`p${index}`, `n${index % 3}`), CAPACITY, HOLD_OFF_MS);
        }),
      );
      expect(outcomes.filter((outcome) => outcome.status === 'joined')).toHaveLength(CAPACITY);
      expect(outcomes.filter((outcome) => outcome.status === 'full')).toHaveLength(40 - CAPACITY);
      const view = await stores[0]?.membership.snapshot(room);
      expect(view).toMatchObject({ seq: CAPACITY });
      expect(view?.members).toHaveLength(CAPACITY);
    });

    it('keeps the capacity that the room was opened with', async () => {
      await using cluster = newCluster();
      const { membership } = await cluster.open('n1');
      const room = freshRoom();
      await membership.join(room, newcomer('a'), 1, HOLD_OFF_MS);
      expect(await membership.join(room, newcomer('b'), 10, HOLD_OFF_MS)).toEqual({
        status: 'full',
        capacity: 1,
      });
    });

    it('takes a peer out once, and says which nodes are owed the news', async () => {
      await using cluster = newCluster();
      const { membership } = await cluster.open('n1');
      const room = freshRoom();
      await fill(membership, room, ['a', 'n1'], ['b', 'n2'], ['c', 'n2']);
      const outcome = await membership.leave(room, 'a', 'left');
      expect(outcome).toMatchObject({
        status: 'left',
        departure: { id: 'a', reason: 'left', seq: 4 },
        nodes: ['n2'],
      });
      expect(await membership.leave(room, 'a', 'lost')).toEqual({ status: 'absent' });
      expect((await membership.snapshot(room)).seq).toBe(4);
    });

    it('frees the place of a peer that left', async () => {
      await using cluster = newCluster();
      const { membership } = await cluster.open('n1');
      const room = freshRoom();
      await membership.join(room, newcomer('a'), 1, HOLD_OFF_MS);
      await membership.leave(room, 'a', 'left');
      expect((await membership.join(room, newcomer('b'), 1, HOLD_OFF_MS)).status).toBe('joined');
    });

    it('begins anew, with a larger epoch, when a room emptied', async () => {
      await using cluster = newCluster();
      const { membership } = await cluster.open('n1');
      const room = freshRoom();
      const first = await joined(membership, room, 'a');
      await membership.leave(room, 'a', 'left');
      expect(await membership.snapshot(room)).toEqual({
        epoch: 0,
        seq: 0,
        capacity: 0,
        members: [],
        departures: [],
      });
      const second = await joined(membership, room, 'b');
      expect(second).toMatchObject({ seq: 1, departures: [] });
      expect(second.epoch).toBeGreaterThan(first.epoch);
    });

    it('remembers why the last few peers went', async () => {
      await using cluster = newCluster();
      const { membership } = await cluster.open('n1');
      const room = freshRoom();
      await membership.join(room, newcomer('host'), 100, HOLD_OFF_MS);
      for (let index = 0; index < 40; index += 1) {
        await membership.join(room, newcomer(`p${index}`), 100, HOLD_OFF_MS);
        await membership.leave(room, `p${index}`, index % 2 === 0 ? 'left' : 'lost');
      }
      const { departures, seq, epoch } = await membership.snapshot(room);
      expect(await membership.version(room)).toMatchObject({ epoch, seq });
      expect(await membership.version(freshRoom())).toMatchObject({ epoch: 0, seq: 0 });
      expect(seq).toBe(81);
      expect(departures).toHaveLength(32);
      expect(departures.at(-1)).toEqual({ id: 'p39', reason: 'lost', seq: 81 });
      expect(departures[0]).toEqual({ id: 'p8', reason: 'left', seq: 19 });
    });

    it('keeps rooms apart', async () => {
      await using cluster = newCluster();
      const { membership } = await cluster.open('n1');
      const [room, other] = [freshRoom(), freshRoom()];
      await membership.join(room, newcomer('a'), CAPACITY, HOLD_OFF_MS);
      await membership.join(other, newcomer('b'), CAPACITY, HOLD_OFF_MS);
      await membership.leave(other, 'a', 'left');
      expect((await membership.snapshot(room)).members.map((member) => member.id)).toEqual(['a']);
    });
  });
}

async function fill(
  membership: Membership,
  room: string,
  ...peers: [id: string, node: string][]
): Promise<void> {
  for (const [id, node] of peers) await membership.join(room, newcomer(id, node), CAPACITY, HOLD_OFF_MS);
}

async function joined(membership: Membership, room: string, id: string) {
  const outcome = await membership.join(room, newcomer(id), CAPACITY, HOLD_OFF_MS);
  return outcome.status === 'joined' ? outcome.view : expect.fail('the room was full');
}
