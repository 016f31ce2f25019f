import { describe, expect, it } from 'vitest';
import type { Member } from '../membership/membership.ts';
import type { Outlet } from './outlet.ts';
import { Room } from './room.ts';
import type { Session } from './session.ts';

const NODE = 'n1';
const ann: Member = { id: 'ann', node: NODE, term: 1, gen: 2, seq: 1, tokenHash: 'h' };

/** What is claimed of Ann in a room where she is on this node. */
function claims(outlet: Pick<Outlet, 'open'> | undefined, gen = ann.gen): string[] {
  const room = new Room('room');
  room.reconcile({ epoch: 1, seq: 1, capacity: 6, members: [ann], departures: [] });
  room.sessions.set(ann.id, { id: ann.id, gen, outlet } as Session);
  return room.holding(NODE)?.claims.map(({ by }) => by) ?? [];
}

describe('what a node claims of a peer that it holds against the store', () => {
  it('is its socket, until all is done that was asked by it, and then its place', () => {
    expect(claims({ open: true })).toEqual(['socket']);
    // It may have more to say: whether it may is what the store says of a socket only.
    expect(claims({ open: false })).toEqual(['socket']);
    expect(claims(undefined)).toEqual(['place']);
  });

  it('is nothing where the peer went on from here', () => {
    expect(claims({ open: true }, ann.gen - 1)).toEqual([]);
  });
});
