import type { Assertion, Claim, Membership, RoomView } from '@parley/signaling/membership/membership';
import { describe, expect, it } from 'vitest';
import { poll } from '../support/poll.ts';
import type { StoreCluster } from '../support/stores.ts';
import { freshRoom } from '../support/test-client.ts';

const LONG_MS = 60_000;

interface Seen {
  readonly room: string;
  readonly view: RoomView;
}

/** A room with peers `a` on n1 and `b` on n2, and a third that left. */
async function roomOfTwo(membership: Membership): Promise<Seen> {
  const room = freshRoom();
  await membership.join(
    room,
    { id: 'a', node: 'n1', name: 'Ann Lee', term: 1, tokenHash: 'a-1' },
    3,
    LONG_MS,
  );
  await membership.join(room, { id: 'c', node: 'n1', term: 1, tokenHash: 'c-1' }, 3, LONG_MS);
  await membership.join(room, { id: 'b', node: 'n2', term: 1, tokenHash: 'b-1' }, 3, LONG_MS);
  await membership.leave(room, 'c', 'left');
  return { room, view: await membership.snapshot(room) };
}

/** What a node says that holds the sockets of its own peers and knows the others by hearsay. */
function assertionOf(node: string, view: RoomView): Assertion {
  const claims = view.members.map((member): Claim => ({
    member,
    by: member.node === node ? 'socket' : 'hearsay',
  }));
  return { ...view, node, term: 1, claims, holdOffMs: LONG_MS };
}

function ids({ members }: RoomView): string[] {
  return members.map(({ id }) => id);
}

/** How what nodes know is held against the store, and put back where it was lost. */
export function lossContract(name: string, newCluster: () => StoreCluster): void {
  describe(`what is lost and put back in ${name}`, () => {
    it('changes nothing where the store has it all', async () => {
      await using cluster = newCluster();
      const { membership } = await cluster.open('n1');
      const { room, view } = await roomOfTwo(membership);
      const outcome = await membership.assert(room, assertionOf('n1', view));
      expect(outcome).toMatchObject({ view, mail: [], detached: [], restored: false });
      expect([...outcome.verdicts]).toEqual([['a', 'held']]);
    });

    it('puts a lost room back as one node knew it, in a new epoch, whose peers all can come back', async () => {
      await using before = newCluster();
      const { room, view } = await roomOfTwo((await before.open('n1')).membership);
      await using after = newCluster();
      const { membership } = await after.open('n1');
      const outcome = await membership.assert(room, assertionOf('n1', view));
      expect(outcome).toMatchObject({ restored: true, detached: ['b'] });
      expect(outcome.view).toEqual({ ...view, epoch: outcome.view.epoch });
      expect(outcome.view.epoch).toBeGreaterThan(view.epoch);
      const comeback = { id: 'b', node: 'n3', term: 1, tokenHash: 'b-1', newTokenHash: 'b-2' };
      expect((await membership.attach(room, comeback)).status).toBe('attached');
    });

    it('attaches the peers of a node that speaks later, and lets nobody be missed until then', async () => {
      await using before = newCluster();
      const { room, view } = await roomOfTwo((await before.open('n1')).membership);
      await using after = newCluster();
      const { membership } = await after.open('n1');
      const first = await membership.assert(room, assertionOf('n1', view));
      expect((await membership.evict(room, 'b')).status).toBe('waiting');
      const second = await membership.assert(room, assertionOf('n2', view));
      expect(second).toMatchObject({ restored: false, detached: [], view: first.view });
      expect(await membership.deposit(room, 'b', [Buffer.from('x')])).toMatchObject({ status: 'attached' });
    });

    it('puts back who was let in elsewhere in the last moment, above the capacity too', async () => {
      await using before = newCluster();
      const { membership: old } = await before.open('n1');
      const { room, view } = await roomOfTwo(old);
      const late = await old.join(room, { id: 'd', node: 'n2', term: 1, tokenHash: 'd-1' }, 3, LONG_MS);
      const later = late.status === 'joined' ? late.view : expect.fail('the room was full');
      await using after = newCluster();
      const { membership } = await after.open('n1');
      await membership.assert(room, assertionOf('n1', view));
      await membership.join(room, { id: 'e', node: 'n3', term: 1, tokenHash: 'e-1' }, 3, LONG_MS);
      const outcome = await membership.assert(room, assertionOf('n2', later));
      expect(ids(outcome.view).toSorted()).toEqual(['a', 'b', 'd', 'e']);
      expect(outcome.view.seq).toBeGreaterThan(later.seq);
      expect(
        await membership.join(room, { id: 'f', node: 'n3', term: 1, tokenHash: 'f' }, 3, LONG_MS),
      ).toEqual({
        status: 'full',
        capacity: 3,
      });
    });

    it('takes out who had left, when the node that saw it speaks last', async () => {
      await using before = newCluster();
      const { membership: old } = await before.open('n1');
      const { room, view } = await roomOfTwo(old);
      await old.leave(room, 'b', 'left');
      const newer = await old.snapshot(room);
      await using after = newCluster();
      const { membership } = await after.open('n1');
      await membership.assert(room, assertionOf('n3', view)); // knows both by hearsay, and not that b left
      const outcome = await membership.assert(room, assertionOf('n1', newer));
      expect(ids(outcome.view)).toEqual(['a']);
      expect(outcome.view.departures.at(-1)).toMatchObject({ id: 'b', reason: 'left' });
    });

    it('takes out who had left also where a node that did not hear of it holds the socket of before', async () => {
      await using before = newCluster();
      const { membership: old } = await before.open('n1');
      const { room, view } = await roomOfTwo(old);
      await old.leave(room, 'b', 'left');
      const newer = await old.snapshot(room);
      await using after = newCluster();
      const { membership } = await after.open('n1');
      await membership.assert(room, assertionOf('n2', view));
      const outcome = await membership.assert(room, assertionOf('n1', newer));
      expect(ids(outcome.view)).toEqual(['a']);
      expect([...(await membership.assert(room, assertionOf('n2', view))).verdicts]).toEqual([['b', 'gone']]);
    });

    it('gives nobody back whose membership had ended meanwhile', async () => {
      await using cluster = newCluster();
      const { membership } = await cluster.open('n1');
      const { room, view } = await roomOfTwo(membership);
      await membership.leave(room, 'a', 'lost');
      const outcome = await membership.assert(room, assertionOf('n1', view));
      expect([...outcome.verdicts]).toEqual([['a', 'gone']]);
      expect(ids(outcome.view)).toEqual(['b']);
    });

    it('leaves a session alone that went on elsewhere', async () => {
      await using cluster = newCluster();
      const { membership } = await cluster.open('n1');
      const { room, view } = await roomOfTwo(membership);
      await membership.attach(room, { id: 'a', node: 'n2', term: 1, tokenHash: 'a-1', newTokenHash: 'a-2' });
      const outcome = await membership.assert(room, assertionOf('n1', view));
      expect([...outcome.verdicts]).toEqual([['a', 'elsewhere']]);
      expect(outcome.view.members.find(({ id }) => id === 'a')).toMatchObject({ node: 'n2', gen: 2 });
    });

    it('lets a node that was given up take back its peers, and says for whom something was kept', async () => {
      await using cluster = newCluster();
      const { membership } = await cluster.open('n1');
      const { room, view } = await roomOfTwo(membership);
      await membership.orphan(room, { node: 'n1', term: 1 }, 1);
      await membership.deposit(room, 'a', [Buffer.from('x')]);
      const outcome = await membership.assert(room, assertionOf('n1', view));
      expect(outcome).toMatchObject({ mail: ['a'], detached: [], restored: false });
      expect(await membership.evict(room, 'a')).toEqual({ status: 'absent' });
      expect((await membership.collect(room, 'a', 1)).frames).toEqual([Buffer.from('x')]);
    });

    it('keeps what was kept for a peer that a node has in a later generation than the store', async () => {
      await using cluster = newCluster();
      const { membership } = await cluster.open('n1');
      const { room, view } = await roomOfTwo(membership);
      await membership.detach(room, 'a', 1, LONG_MS);
      await membership.deposit(room, 'a', [Buffer.from('x')]);
      const members = view.members.map((member) => (member.id === 'a' ? { ...member, gen: 2 } : member));
      const outcome = await membership.assert(room, assertionOf('n1', { ...view, members }));
      expect(outcome).toMatchObject({ mail: ['a'], restored: true });
      expect((await membership.collect(room, 'a', 2)).frames).toEqual([Buffer.from('x')]);
    });

    it('begins a new epoch where the store fell behind what a node saw, and forgets nobody of either', async () => {
      await using before = newCluster();
      const { membership: old } = await before.open('n1');
      const { room, view } = await roomOfTwo(old);
      await using after = newCluster();
      const { membership } = await after.open('n1');
      // The room as a failed-over store has it: one join short, and with one more that nobody else saw.
      await membership.assert(room, {
        ...assertionOf('n1', view),
        claims: assertionOf('n1', view).claims.slice(0, 1),
      });
      const { epoch, seq } = await membership.snapshot(room);
      const outcome = await membership.assert(room, { ...assertionOf('n2', view), epoch, seq: seq + 3 });
      expect(outcome.restored).toBe(true);
      expect(outcome.view.epoch).toBeGreaterThan(epoch);
      expect(outcome.view.seq).toBeGreaterThanOrEqual(seq + 3);
      expect(ids(outcome.view).toSorted()).toEqual(['a', 'b']);
    });

    it('puts nobody back by hearsay in a room that is not being restored', async () => {
      await using cluster = newCluster();
      const { membership } = await cluster.open('n1');
      const room = freshRoom();
      await membership.join(room, { id: 'a', node: 'n1', term: 1, tokenHash: 'a-1' }, 3, 1);
      const view = await membership.snapshot(room);
      const stranger = { id: 'old', node: 'n9', seq: 1, gen: 1, term: 1, tokenHash: 'x' };
      await poll('the room has settled', async () => {
        const claims: Claim[] = [{ member: stranger, by: 'hearsay' }];
        const outcome = await membership.assert(room, {
          ...view,
          epoch: 1,
          node: 'n1',
          term: 1,
          claims,
          holdOffMs: 1,
        });
        if (ids(outcome.view).length > 1) await membership.leave(room, 'old', 'lost');
        return ids(outcome.view).length === 1;
      });
    });

    it('gives the place of a session without a socket back to it', async () => {
      await using before = newCluster();
      const { room, view } = await roomOfTwo((await before.open('n1')).membership);
      await using after = newCluster();
      const { membership } = await after.open('n1');
      const claims = view.members.map((member): Claim => ({ member, by: 'place' }));
      const outcome = await membership.assert(room, {
        ...view,
        node: 'n1',
        term: 1,
        claims,
        holdOffMs: LONG_MS,
      });
      expect([...outcome.detached].toSorted()).toEqual(['a', 'b']);
      expect([...outcome.verdicts]).toEqual([]);
    });
  });
}
