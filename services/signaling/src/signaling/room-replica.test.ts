import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Departure, Member, RoomView } from '../membership/membership.ts';
import type { Change } from '../relay/envelope.ts';
import { RoomReplica } from './room-replica.ts';

const EPOCH = 1_000;

function joins(id: string, seq: number): Change {
  return { type: 'join', seq, member: { id, node: 'n', seq, gen: 1, term: 1, tokenHash: 'h' } };
}

function leaves(id: string, seq: number): Change {
  return { type: 'leave', seq, id, reason: 'left' };
}

function viewAfter(changes: readonly Change[], epoch = EPOCH): RoomView {
  const members = new Map<string, Member>();
  const departures: Departure[] = [];
  for (const change of changes) {
    if (change.type === 'join') members.set(change.member.id, change.member);
    else {
      members.delete(change.id);
      departures.push({ id: change.id, reason: change.reason, seq: change.seq });
    }
  }
  return { epoch, seq: changes.length, capacity: 6, members: [...members.values()], departures };
}

describe('a replica of a room', () => {
  it('applies news in order and announces each once', () => {
    const replica = new RoomReplica();
    replica.reconcile(viewAfter([joins('a', 1)]));
    expect(replica.apply(EPOCH, joins('b', 2))).toEqual({ changes: [joins('b', 2)], hole: false });
    expect(replica.apply(EPOCH, joins('b', 2))).toEqual({ changes: [], hole: false });
    expect([...replica.members.keys()]).toEqual(['a', 'b']);
  });

  it('keeps early news, says that there is a hole, and applies them once it is filled', () => {
    const replica = new RoomReplica();
    replica.reconcile(viewAfter([joins('a', 1)]));
    expect(replica.apply(EPOCH, leaves('b', 3))).toEqual({ changes: [], hole: true });
    expect(replica.apply(EPOCH, joins('b', 2))).toEqual({
      changes: [joins('b', 2), leaves('b', 3)],
      hole: false,
    });
  });

  it('keeps news that come before the first view', () => {
    const replica = new RoomReplica();
    expect(replica.apply(EPOCH, joins('b', 2))).toEqual({ changes: [], hole: false });
    expect(replica.reconcile(viewAfter([joins('a', 1)])).changes).toEqual([joins('a', 1)]);
    expect(replica.catchUp()).toEqual({ changes: [joins('b', 2)], hole: false });
  });

  it('ignores news of an earlier life of the room', () => {
    const replica = new RoomReplica();
    replica.reconcile(viewAfter([joins('a', 1)]));
    expect(replica.apply(EPOCH - 1, joins('z', 2))).toEqual({ changes: [], hole: false });
    expect([...replica.members.keys()]).toEqual(['a']);
  });

  it('tells the reason and the seq of a departure that it only learns of from a view', () => {
    const replica = new RoomReplica();
    const history = [joins('a', 1), joins('b', 2)];
    replica.reconcile(viewAfter(history));
    const result = replica.reconcile(viewAfter([...history, leaves('b', 3), joins('c', 4)]));
    expect(result).toEqual({ changes: [leaves('b', 3), joins('c', 4)], missed: false, moved: [] });
  });

  it('numbers departures that the room forgot without a hole', () => {
    const replica = new RoomReplica();
    const history = [joins('a', 1), joins('b', 2), joins('c', 3)];
    replica.reconcile(viewAfter(history));
    const view = viewAfter([...history, leaves('a', 4), leaves('b', 5), joins('d', 6)]);
    const result = replica.reconcile({ ...view, departures: view.departures.slice(1) });
    expect(result.missed).toBe(false);
    expect(result.changes).toEqual([
      { type: 'leave', id: 'a', seq: 4, reason: 'lost' },
      leaves('b', 5),
      joins('d', 6),
    ]);
  });

  it('owes a resync when a peer came and went unseen', () => {
    const replica = new RoomReplica();
    const history = [joins('a', 1)];
    replica.reconcile(viewAfter(history));
    const result = replica.reconcile(viewAfter([...history, joins('b', 2), leaves('b', 3)]));
    expect(result).toEqual({ changes: [], missed: true, moved: [] });
  });

  it('does not go back to an older view', () => {
    const replica = new RoomReplica();
    replica.reconcile(viewAfter([joins('a', 1), joins('b', 2)]));
    expect(replica.reconcile(viewAfter([joins('a', 1)]))).toEqual({ changes: [], missed: false, moved: [] });
    expect(replica.members.size).toBe(2);
  });

  it('forgets early news that a later snapshot does not bear out', () => {
    const replica = new RoomReplica();
    replica.reconcile(viewAfter([joins('a', 1)]));
    replica.apply(EPOCH, joins('ghost', 9));
    replica.forget(replica.early());
    expect(replica.catchUp().hole).toBe(false);
  });

  it('ends in the same members whatever the order of the news, and announces no change twice', () => {
    const history = [
      joins('a', 1),
      joins('b', 2),
      leaves('a', 3),
      joins('c', 4),
      leaves('b', 5),
      joins('d', 6),
    ];
    const anyOrder = fc.shuffledSubarray(history.slice(1), { minLength: 5, maxLength: 5 });
    const doubled = anyOrder.chain((order) => fc.shuffledSubarray([...order, ...order], { minLength: 10 }));
    fc.assert(
      fc.property(doubled, fc.nat(5), (news, knownAtStart) => {
        const replica = new RoomReplica();
        const announced = [...replica.reconcile(viewAfter(history.slice(0, knownAtStart + 1))).changes];
        for (const change of news) announced.push(...replica.apply(EPOCH, change).changes);
        const seqs = announced.map((change) => change.seq);
        expect(new Set(seqs).size).toBe(seqs.length);
        expect(seqs).toEqual(seqs.toSorted((one, other) => one - other));
        expect([...replica.members.keys()].toSorted()).toEqual(['c', 'd']);
      }),
    );
  });
});
