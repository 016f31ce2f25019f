import type { AttachOutcome, Mailbox, Membership } from '@parley/signaling/membership/membership';
import { describe, expect, it } from 'vitest';
import { poll } from '../support/poll.ts';
import type { StoreCluster } from '../support/stores.ts';
import { freshRoom } from '../support/test-client.ts';

const LONG_MS = 60_000;

async function roomOf(membership: Membership, ...peers: [id: string, node: string][]): Promise<string> {
  const room = freshRoom();
  for (const [id, node] of peers) {
    await membership.join(room, { id, node, name: `${id} b`, term: 1, tokenHash: `${id}-1` }, 6, LONG_MS);
  }
  return room;
}

function comeback(membership: Membership, room: string, node: string, tokens: [from: string, to: string]) {
  return membership.attach(room, { id: 'a', node, term: 1, tokenHash: tokens[0], newTokenHash: tokens[1] });
}

function attached(outcome: AttachOutcome): Extract<AttachOutcome, { status: 'attached' }> {
  return outcome.status === 'attached' ? outcome : expect.fail('the session was over');
}

function kept(count: number, collector?: string) {
  return { status: 'kept', count, collector };
}

function texts({ frames }: Mailbox): string[] {
  return frames.map(String);
}

/** How a session that lost its socket keeps its place and comes back, whatever keeps the room. */
export function comebackContract(name: string, newCluster: () => StoreCluster): void {
  describe(`coming back in ${name}`, () => {
    it('gives a detached peer its place back on another node, and changes nothing for the others', async () => {
      await using cluster = newCluster();
      const { membership } = await cluster.open('n1');
      const room = await roomOf(membership, ['a', 'n1'], ['b', 'n1']);
      expect(await membership.detach(room, 'a', 1, LONG_MS)).toEqual({ status: 'detached' });
      const outcome = attached(await comeback(membership, room, 'n2', ['a-1', 'a-2']));
      expect(outcome).toMatchObject({ formerNodes: ['n1'], mail: { frames: [] }, view: { seq: 2 } });
      const at = { node: 'n2', gen: 2, term: 1, tokenHash: 'a-2', formerTokenHash: 'a-1' };
      expect(outcome.view.members[0]).toEqual({ id: 'a', name: 'a b', seq: 1, ...at });
    });

    it('lets a session take over from a socket that still lives', async () => {
      await using cluster = newCluster();
      const { membership } = await cluster.open('n1');
      const room = await roomOf(membership, ['a', 'n1']);
      expect(attached(await comeback(membership, room, 'n2', ['a-1', 'a-2'])).formerNodes).toEqual(['n1']);
    });

    it('tells the last few nodes that a session came by, as the answer that it came to one may have been lost', async () => {
      await using cluster = newCluster();
      const { membership } = await cluster.open('n1');
      const room = await roomOf(membership, ['a', 'n1']);
      const way = async (node: string, token: number) =>
        attached(await comeback(membership, room, node, [`a-${token}`, `a-${token + 1}`])).formerNodes;
      expect(await way('n1', 1)).toEqual(['n1']);
      expect(await way('n2', 2)).toEqual(['n1']);
      expect(await way('n3', 3)).toEqual(['n1', 'n2']);
      expect(await way('n4', 4)).toEqual(['n1', 'n2', 'n3']);
      expect(await way('n5', 5)).toEqual(['n1', 'n2', 'n3', 'n4']);
      expect(await way('n6', 6)).toEqual(['n2', 'n3', 'n4', 'n5']);
    });

    it('takes nobody without the right token', async () => {
      await using cluster = newCluster();
      const { membership } = await cluster.open('n1');
      const room = await roomOf(membership, ['a', 'n1'], ['b', 'n1']);
      expect(await comeback(membership, room, 'n2', ['b-1', 'x'])).toEqual({ status: 'expired' });
      expect(await comeback(membership, room, 'n2', ['-', 'x'])).toEqual({ status: 'expired' });
      expect(await comeback(membership, freshRoom(), 'n2', ['a-1', 'x'])).toEqual({ status: 'expired' });
    });

    it('rotates the token, and honours the former one until the new one was used', async () => {
      await using cluster = newCluster();
      const { membership } = await cluster.open('n1');
      const room = await roomOf(membership, ['a', 'n1']);
      attached(await comeback(membership, room, 'n1', ['a-1', 'a-2']));
      // The answer with a-2 never reached the client.
      attached(await comeback(membership, room, 'n2', ['a-1', 'a-3']));
      attached(await comeback(membership, room, 'n2', ['a-3', 'a-4']));
      expect((await comeback(membership, room, 'n2', ['a-1', 'x'])).status).toBe('expired');
      expect((await comeback(membership, room, 'n2', ['a-2', 'x'])).status).toBe('expired');
    });

    it('lets a late word of the former node count for nothing', async () => {
      await using cluster = newCluster();
      const { membership } = await cluster.open('n1');
      const room = await roomOf(membership, ['a', 'n1']);
      attached(await comeback(membership, room, 'n2', ['a-1', 'a-2']));
      expect(await membership.detach(room, 'a', 1, 0)).toEqual({ status: 'stale' });
      expect(await membership.leave(room, 'a', 'left', 1)).toEqual({ status: 'absent' });
      expect((await membership.leave(room, 'a', 'left', 2)).status).toBe('left');
    });

    it('evicts a peer whose window is over, once, and none before', async () => {
      await using cluster = newCluster();
      const { membership } = await cluster.open('n1');
      const room = await roomOf(membership, ['a', 'n1'], ['b', 'n2']);
      expect(await membership.evict(room, 'a')).toEqual({ status: 'absent' });
      await membership.detach(room, 'b', 1, LONG_MS);
      expect(await membership.evict(room, 'b')).toEqual({ status: 'waiting', ms: expect.any(Number) });
      await membership.detach(room, 'a', 1, 1);
      await poll('the window is over', async () => {
        const outcome = await membership.evict(room, 'a');
        if (outcome.status === 'left') {
          expect(outcome).toMatchObject({ departure: { id: 'a', reason: 'lost', seq: 3 }, nodes: ['n2'] });
        }
        return outcome.status === 'left';
      });
      expect(await membership.evict(room, 'a')).toEqual({ status: 'absent' });
    });

    it('takes even late back who was not removed, and nobody who was', async () => {
      await using cluster = newCluster();
      const { membership } = await cluster.open('n1');
      const room = await roomOf(membership, ['a', 'n1']);
      await membership.detach(room, 'a', 1, 0);
      attached(await comeback(membership, room, 'n1', ['a-1', 'a-2']));
      await membership.detach(room, 'a', 2, 0);
      expect((await membership.evict(room, 'a')).status).toBe('left');
      expect(await comeback(membership, room, 'n1', ['a-1', 'a-2'])).toEqual({ status: 'expired' });
    });

    it('keeps messages for a peer that is away, in order, until they are discarded', async () => {
      await using cluster = newCluster();
      const { membership } = await cluster.open('n1');
      const room = await roomOf(membership, ['a', 'n1']);
      await membership.detach(room, 'a', 1, LONG_MS);
      const frames = ['1', '2', '语'].map((text) => Buffer.from(text));
      expect(await membership.deposit(room, 'a', frames.slice(0, 2))).toEqual(kept(2));
      expect(await membership.deposit(room, 'a', frames.slice(2))).toEqual(kept(1));
      expect(texts(attached(await comeback(membership, room, 'n2', ['a-1', 'a-2'])).mail)).toEqual([
        '1',
        '2',
        '语',
      ]);
      // What did not get to its socket is there for the next one.
      await membership.discard(room, 'a', 3);
      const { mail } = attached(await comeback(membership, room, 'n2', ['a-2', 'a-3']));
      expect(mail).toEqual({ first: 3, frames: [Buffer.from('语')] });
      for (const _ of ['once', 'again']) await membership.discard(room, 'a', 4);
      expect(texts(attached(await comeback(membership, room, 'n2', ['a-3', 'a-4'])).mail)).toEqual([]);
      // Said again when something else is kept, it changes nothing.
      await membership.detach(room, 'a', 4, LONG_MS);
      await membership.deposit(room, 'a', [Buffer.from('later')]);
      await membership.discard(room, 'a', 4);
      expect(texts(attached(await comeback(membership, room, 'n2', ['a-4', 'a-5'])).mail)).toEqual(['later']);
    });

    it('says where a peer is that need not be written to, or that there is none', async () => {
      await using cluster = newCluster();
      const { membership } = await cluster.open('n1');
      const room = await roomOf(membership, ['a', 'n1']);
      const frames = [Buffer.from('x')];
      const at = { node: 'n1', gen: 1, term: 1, tokenHash: 'a-1', formerTokenHash: undefined };
      expect(await membership.deposit(room, 'a', frames)).toEqual({ status: 'attached', at });
      expect(await membership.deposit(room, 'nobody', frames)).toEqual({ status: 'absent' });
    });

    it('keeps messages for a peer whose node is deaf, and says who has to collect them', async () => {
      await using cluster = newCluster();
      const { membership } = await cluster.open('n1');
      const room = await roomOf(membership, ['a', 'n1']);
      expect(await membership.deposit(room, 'a', [Buffer.from('x')], 1)).toEqual(kept(1, 'n1'));
      expect(texts(await membership.collect(room, 'a', 7))).toEqual([]);
      expect(texts(await membership.collect(room, 'a', 1))).toEqual(['x']);
      await membership.discard(room, 'a', 2);
      expect(texts(await membership.collect(room, 'a', 1))).toEqual([]);
      expect(texts(await membership.collect(room, 'nobody', 1))).toEqual([]);
    });

    it('hands over nothing to a node that has only the place of the peer', async () => {
      await using cluster = newCluster();
      const { membership } = await cluster.open('n1');
      const room = await roomOf(membership, ['a', 'n1']);
      await membership.detach(room, 'a', 1, LONG_MS);
      await membership.deposit(room, 'a', [Buffer.from('x')]);
      expect(texts(await membership.collect(room, 'a', 1))).toEqual([]);
    });

    it('detaches the peers of a dead node, and of no other, and names all who wait in the room', async () => {
      const dead = { node: 'dead', term: 1 };
      await using cluster = newCluster();
      const { membership } = await cluster.open('n1');
      const room = await roomOf(membership, ['a', 'dead'], ['b', 'n1'], ['c', 'dead']);
      const orphan = async () => {
        const waits = await membership.orphan(room, dead, LONG_MS);
        for (const { ms } of waits) expect(ms).toBeGreaterThan(0);
        for (const { ms } of waits) expect(ms).toBeLessThanOrEqual(LONG_MS);
        return waits.map(({ id }) => id).toSorted();
      };
      expect(await orphan()).toEqual(['a', 'c']);
      expect(await membership.detach(room, 'a', 1, LONG_MS)).toEqual({ status: 'stale' });
      expect(await membership.detach(room, 'b', 1, LONG_MS)).toEqual({ status: 'detached' });
      // A reaper that died in the middle is followed by another, which finds the same ones; and one more that waits.
      expect(await orphan()).toEqual(['a', 'b', 'c']);
      attached(await comeback(membership, room, 'n1', ['a-1', 'a-2']));
      await membership.attach(room, { id: 'b', node: 'n1', term: 1, tokenHash: 'b-1', newTokenHash: 'b-2' });
      expect(await orphan()).toEqual(['c']);
    });

    it('leaves those alone that a node took in since its term had ended, or put back', async () => {
      await using cluster = newCluster();
      const { membership } = await cluster.open('n1');
      const room = await roomOf(membership, ['a', 'n1'], ['b', 'n1'], ['c', 'n1']);
      await membership.attach(room, { id: 'a', node: 'n1', term: 2, tokenHash: 'a-1', newTokenHash: 'a-2' });
      const view = await membership.snapshot(room);
      const b = view.members.find(({ id }) => id === 'b') ?? expect.fail('b is there');
      const claims = [{ member: b, by: 'socket' }] as const;
      await membership.assert(room, { ...view, node: 'n1', term: 2, claims, holdOffMs: LONG_MS });
      const waits = await membership.orphan(room, { node: 'n1', term: 1 }, LONG_MS);
      expect(waits.map(({ id }) => id)).toEqual(['c']);
      expect(await membership.detach(room, 'b', 1, LONG_MS)).toEqual({ status: 'detached' });
    });

    it('keeps no more than 256 messages, and no more than a mebibyte', async () => {
      await using cluster = newCluster();
      const { membership } = await cluster.open('n1');
      const room = await roomOf(membership, ['a', 'n1'], ['b', 'n1']);
      await membership.detach(room, 'a', 1, LONG_MS);
      await membership.detach(room, 'b', 1, LONG_MS);
      const many = Array.from({ length: 300 }, (_, index) => Buffer.from(String(index)));
      expect(await membership.deposit(room, 'a', many.slice(0, 200))).toEqual(kept(200));
      expect(await membership.deposit(room, 'a', many.slice(200))).toEqual(kept(56));
      const large = Array.from({ length: 20 }, () => Buffer.alloc(60_000, 'x'));
      expect(await membership.deposit(room, 'b', large)).toEqual(kept(17));
      expect(texts(attached(await comeback(membership, room, 'n1', ['a-1', 'a-2'])).mail)).toHaveLength(256);
      await membership.discard(room, 'a', 257);
      // Emptied, it takes as much again.
      await membership.detach(room, 'a', 2, LONG_MS);
      expect(await membership.deposit(room, 'a', many)).toEqual(kept(256));
    });

    it('throws the mail of a peer away when its membership ends', async () => {
      await using cluster = newCluster();
      const { membership } = await cluster.open('n1');
      const room = await roomOf(membership, ['a', 'n1'], ['b', 'n1']);
      await membership.detach(room, 'a', 1, LONG_MS);
      await membership.deposit(room, 'a', [Buffer.from('x')]);
      await membership.leave(room, 'a', 'lost');
      await membership.join(room, { id: 'a', node: 'n1', term: 1, tokenHash: 'a-1' }, 6, LONG_MS);
      expect(attached(await comeback(membership, room, 'n1', ['a-1', 'a-2'])).mail.frames).toEqual([]);
    });
  });
}
