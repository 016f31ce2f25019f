import { describe, expect, it } from 'vitest';
import { poll } from '../support/poll.ts';
import type { StoreCluster } from '../support/stores.ts';

const LONG_MS = 60_000;

/** How nodes learn of each other's end, and of windows that are over, whatever keeps it. */
export function registryContract(name: string, newCluster: () => StoreCluster): void {
  describe(`registry in ${name}`, () => {
    it('says whether a lease was held when it is renewed, and begins a later term where it was not', async () => {
      await using cluster = newCluster();
      const { registry } = await cluster.open('n1');
      const { held, term } = await registry.renew('n1', LONG_MS);
      expect(held).toBe(false);
      expect(await registry.renew('n1', LONG_MS)).toEqual({ held: true, term });
      await registry.forget('n1');
      const again = await registry.renew('n1', LONG_MS);
      expect(again.held).toBe(false);
      expect(again.term).toBeGreaterThan(term);
    });

    it('names a node dead once its lease has run out, with the term that ended, and no other', async () => {
      await using cluster = newCluster();
      const { registry } = await cluster.open('n1');
      await registry.renew('n1', LONG_MS);
      const { term } = await registry.renew('n2', 1);
      await poll('n2 is dead', async () => (await registry.dead()).length > 0);
      expect(await registry.dead()).toEqual([{ node: 'n2', term }]);
      expect((await registry.renew('n2', LONG_MS)).term).toBeGreaterThan(term);
      expect(await registry.dead()).toEqual([]);
    });

    it('forgets a dead node that was dealt with, and none that has begun a new term meanwhile', async () => {
      await using cluster = newCluster();
      const { registry } = await cluster.open('n1');
      const { term } = await registry.renew('n2', 1);
      await registry.enter('n2', 'r1');
      await poll('n2 is dead', async () => (await registry.dead()).length > 0);
      const { term: later } = await registry.renew('n2', LONG_MS);
      await registry.bury({ node: 'n2', term });
      expect(await registry.renew('n2', 1)).toEqual({ held: true, term: later });
      expect(await registry.roomsOf('n2')).toEqual(['r1']);
      await poll('n2 is dead again', async () => (await registry.dead()).length > 0);
      await registry.bury({ node: 'n2', term }); // the word of a reaper that is late
      expect(await registry.dead()).toEqual([{ node: 'n2', term: later }]);
      await registry.bury({ node: 'n2', term: later });
      expect(await registry.dead()).toEqual([]);
      expect(await registry.roomsOf('n2')).toEqual([]);
    });

    it('lets one node at a time deal with a dead one, and another when that one is gone too', async () => {
      await using cluster = newCluster();
      const { registry } = await cluster.open('n1');
      expect(await registry.claim('dead', 50)).toBe(true);
      expect(await registry.claim('dead', 50)).toBe(false);
      await poll('the claim has run out', () => registry.claim('dead', 50));
    });

    it('knows the rooms of a node until it leaves them or is forgotten', async () => {
      await using cluster = newCluster();
      const { registry } = await cluster.open('n1');
      for (const room of ['r1', 'r2', 'r2']) await registry.enter('n1', room);
      await registry.enter('n2', 'r3');
      expect([...(await registry.roomsOf('n1'))].toSorted()).toEqual(['r1', 'r2']);
      await registry.exit('n1', 'r1');
      expect(await registry.roomsOf('n1')).toEqual(['r2']);
      await registry.forget('n1');
      expect(await registry.roomsOf('n1')).toEqual([]);
      expect(await registry.roomsOf('n2')).toEqual(['r3']);
    });

    it('names peers whose window is over, until they are settled', async () => {
      await using cluster = newCluster();
      const { registry } = await cluster.open('n1');
      await registry.expect({ room: 'r', id: 'late' }, LONG_MS);
      await registry.expect({ room: 'r', id: 'a' }, 0);
      await poll('a is due', async () => (await registry.due(10)).length > 0);
      expect(await registry.due(10)).toEqual([{ room: 'r', id: 'a' }]);
      await registry.settle({ room: 'r', id: 'a' });
      expect(await registry.due(10)).toEqual([]);
    });

    it('keeps expecting a peer that was detached anew while it was dealt with', async () => {
      await using cluster = newCluster();
      const { registry } = await cluster.open('n1');
      await registry.expect({ room: 'r', id: 'a' }, 0);
      await registry.expect({ room: 'r', id: 'a' }, 200);
      await registry.settle({ room: 'r', id: 'a' });
      await poll('a is due again', async () => (await registry.due(10)).length > 0);
    });
  });
}
