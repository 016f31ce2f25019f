import { DEPARTURES_KEPT } from '../membership/membership.ts';
import type { Departure, Member, RoomVersion, RoomView, Whereabouts } from '../membership/membership.ts';
import type { Change } from '../relay/envelope.ts';

export interface Applied {
  /** What became true, in order of `seq`: each is announced once. */
  readonly changes: readonly Change[];
  /** A change is missing before one that came: ask the store for a snapshot. */
  readonly hole: boolean;
}

export interface Reconciled {
  readonly changes: readonly Change[];
  /** The changes do not tell all that happened in between: clients are owed a `resync`. */
  readonly missed: boolean;
  /** Peers that turned out to be on another node than was known. */
  readonly moved: readonly Move[];
}

export interface Move {
  readonly id: string;
  readonly formerNode: string;
}

/**
 * What this node knows of one room's membership. News may come late, early, twice, or from an earlier life of the
 * room; applied in any order they end in the same members, and no change is announced twice. Pure: no I/O, no clock.
 */
export class RoomReplica {
  /** 0 until the first view: news that come before are kept. */
  #epoch = 0;
  #seq = 0;
  #capacity = 0;
  #departures: Departure[] = [];
  readonly #members = new Map<string, Member>();
  readonly #ahead = new Map<number, Change>();
  #aheadEpoch = 0;

  get seq(): number {
    return this.#seq;
  }

  /** Whether the store has another version of the room than is known here, be it a later or an earlier one. */
  differsFrom({ epoch, seq }: RoomVersion): boolean {
    return epoch !== this.#epoch || seq !== this.#seq;
  }

  /** Whether a view of the very version that is known here says something else: then the store has lost something. */
  contradicts(view: RoomView): boolean {
    if (this.differsFrom(view)) return false;
    return (
      view.members.length !== this.#members.size || view.members.some(({ id }) => !this.#members.has(id))
    );
  }

  /** All that is known of the room; undefined before the first view. */
  view(): RoomView | undefined {
    if (this.#epoch === 0) return undefined;
    return {
      epoch: this.#epoch,
      seq: this.#seq,
      capacity: this.#capacity,
      members: [...this.#members.values()],
      departures: this.#departures,
    };
  }

  get members(): ReadonlyMap<string, Member> {
    return this.#members;
  }

  /** Takes one piece of news. */
  apply(epoch: number, change: Change): Applied {
    if (epoch < this.#epoch || (epoch === this.#epoch && change.seq <= this.#seq)) return NOTHING;
    if (epoch !== this.#epoch || change.seq !== this.#seq + 1) {
      this.#keep(epoch, change);
      return { changes: [], hole: this.#epoch !== 0 };
    }
    this.#commit(change);
    return { changes: [change, ...this.#followUp()], hole: this.#ahead.size > 0 };
  }

  /** A peer is on another node now. Gives the node it was on, where that is news. */
  move(id: string, { node, term, gen, tokenHash, formerTokenHash }: Whereabouts): string | undefined {
    const member = this.#members.get(id);
    if (!member || gen <= member.gen) return undefined;
    this.#members.set(id, { ...member, node, term, gen, tokenHash, formerTokenHash });
    return member.node;
  }

  /** Takes the whole truth of one moment, and says what it changes here. */
  reconcile(view: RoomView): Reconciled {
    const moved = this.#moves(view);
    const known = this.#epoch !== 0;
    if (view.epoch < this.#epoch || (view.epoch === this.#epoch && view.seq <= this.#seq)) {
      return { changes: [], missed: false, moved };
    }
    const after = view.epoch === this.#epoch ? this.#seq : 0;
    const changes = differences(this.#members, view, after);
    const missed = known && (view.epoch !== this.#epoch || changes.length !== view.seq - this.#seq);
    const late = new Map([...this.#members].filter(([id]) => this.#isAhead(id, view)));
    this.#epoch = view.epoch;
    this.#seq = view.seq;
    this.#capacity = view.capacity;
    this.#members.clear();
    for (const member of view.members) this.#members.set(member.id, late.get(member.id) ?? member);
    const departed = changes.flatMap((change) => (change.type === 'leave' ? [departureOf(change)] : []));
    const told = new Set([...view.departures, ...departed, ...view.members].map(({ id }) => id));
    const before = this.#departures.filter(({ id }) => !told.has(id));
    const unlisted = departed.filter(({ id }) => !view.departures.some((listed) => listed.id === id));
    this.#departures = [...before, ...unlisted, ...view.departures].slice(-DEPARTURES_KEPT);
    return { changes, missed, moved };
  }

  /** Applies kept news that now follow on. Called after `reconcile`, once its changes were announced. */
  catchUp(): Applied {
    if (this.#aheadEpoch < this.#epoch) this.#ahead.clear();
    if (this.#aheadEpoch !== this.#epoch) return { changes: [], hole: this.#ahead.size > 0 };
    for (const seq of this.#ahead.keys()) if (seq <= this.#seq) this.#ahead.delete(seq);
    const changes = this.#followUp();
    return { changes, hole: this.#ahead.size > 0 };
  }

  /** News that came before their turn. */
  early(): readonly Change[] {
    return [...this.#ahead.values()];
  }

  /**
   * Drops news that a snapshot, asked for after they came, does not bear out: what the store does not know did not
   * happen, and must not be waited for.
   */
  forget(news: readonly Change[]): void {
    for (const change of news) if (this.#ahead.get(change.seq) === change) this.#ahead.delete(change.seq);
  }

  #followUp(): Change[] {
    const changes: Change[] = [];
    for (let next = this.#ahead.get(this.#seq + 1); next; next = this.#ahead.get(this.#seq + 1)) {
      this.#ahead.delete(next.seq);
      this.#commit(next);
      changes.push(next);
    }
    return changes;
  }

  #keep(epoch: number, change: Change): void {
    if (epoch < this.#aheadEpoch) return;
    if (epoch > this.#aheadEpoch) this.#ahead.clear();
    this.#aheadEpoch = epoch;
    this.#ahead.set(change.seq, change);
  }

  #commit(change: Change): void {
    this.#seq = change.seq;
    if (change.type === 'join') {
      this.#members.set(change.member.id, change.member);
      return;
    }
    this.#members.delete(change.id);
    this.#departures = [...this.#departures, departureOf(change)].slice(-DEPARTURES_KEPT);
  }

  #isAhead(id: string, view: RoomView): boolean {
    const seen = view.members.find((member) => member.id === id);
    return seen !== undefined && seen.gen < (this.#members.get(id)?.gen ?? 0);
  }

  #moves(view: RoomView): Move[] {
    return view.members.flatMap((member) => {
      const formerNode = this.move(member.id, member);
      return formerNode === undefined || formerNode === member.node ? [] : [{ id: member.id, formerNode }];
    });
  }
}

const NOTHING: Applied = { changes: [], hole: false };

function departureOf({ id, reason, seq }: Extract<Change, { type: 'leave' }>): Departure {
  return { id, reason, seq };
}

function differences(members: ReadonlyMap<string, Member>, view: RoomView, after: number): Change[] {
  const there = new Set(view.members.map((member) => member.id));
  const known = new Map(view.departures.map((departure) => [departure.id, departure]));
  const came = view.members.filter((member) => !members.has(member.id));
  const gone = [...members.keys()].filter((id) => !there.has(id));
  const told = gone.map((id) => known.get(id)).filter((departure) => departure !== undefined);
  const taken = new Set([...came, ...told].map(({ seq }) => seq));
  const changes: Change[] = [
    ...told.map((departure) => ({ type: 'leave', ...departure }) as const),
    ...came.map((member) => ({ type: 'join', seq: member.seq, member }) as const),
    ...forgotten(
      gone.filter((id) => !known.has(id)),
      after,
      taken,
    ),
  ];
  return changes.toSorted((one, other) => one.seq - other.seq);
}

// Departures so old that the room forgot them are told without their reason, under the numbers that nothing else has.
function forgotten(ids: readonly string[], after: number, taken: ReadonlySet<number>): Change[] {
  let seq = after;
  return ids.map((id) => {
    do seq += 1;
    while (taken.has(seq));
    return { type: 'leave', id, seq, reason: 'lost' } as const;
  });
}
