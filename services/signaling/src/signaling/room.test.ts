import { describe, expect, it } from 'vitest';
import type { Member } from '../membership/membership.ts';
import type { Outlet } from './outlet.ts';
import { Room } from './room.ts';
import type { Session } from './session.ts';

const NODE = 'n1';
const ann: Member = { id: 'ann', node: NODE, term: 1, gen: 2, seq: 1, tokenHash: 'h' };

/** A room of Ann's, who is on this node. */
function roomWith(outlet: Pick<Outlet, 'open'> | undefined, gen = ann.gen): Room {
  const room = new Room('room');
  room.reconcile({ epoch: 1, seq: 1, capacity: 6, members: [ann], departures: [] });
  room.sessions.set(ann.id, { id: ann.id, gen, outlet } as Session);
  return room;
}

const claims = (room: Room) => room.holding(NODE)?.claims.map(({ by }) => by);

describe('what a node claims of a peer that it holds against the store', () => {
  it('is its socket, while that is open', () => {
    expect(claims(roomWith({ open: true }))).toEqual(['socket']);
  });

  it('is no more than its place, once the socket is over, also while what it asked for is not done', () => {
    expect(claims(roomWith({ open: false }))).toEqual(['place']);
    expect(claims(roomWith(undefined))).toEqual(['place']);
  });

  it('is nothing where the peer went on from here', () => {
    expect(claims(roomWith({ open: true }, ann.gen - 1))).toEqual([]);
  });
});
