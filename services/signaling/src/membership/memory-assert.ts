import type { AssertOutcome, Assertion, Claim, Verdict } from './membership.ts';
import type { MemoryRoom } from './memory-room.ts';

interface Clock {
  /** Milliseconds of a clock that never goes back. */
  readonly now: number;
  /** An epoch larger than any before, and than the one given. */
  readonly nextEpoch: (after: number) => number;
}

/**
 * What `assert-2.lua` does, for a room of this process. `isNew` is a room that was not there before: the store had lost
 * it. Memory loses nothing while its process lives, but both modes keep one contract.
 */
export function assertInMemory(
  room: MemoryRoom,
  isNew: boolean,
  assertion: Assertion,
  clock: Clock,
): AssertOutcome {
  const { claims, departures } = assertion;
  const until = clock.now + assertion.holdOffMs;
  let restored = false;
  if (isNew || isBehind(room, assertion)) {
    if (isNew) room.remember(departures);
    const epoch = clock.nextEpoch(Math.max(room.epoch, assertion.epoch));
    room.beginAnew(epoch, assertion.seq, until);
    restored = true;
  }
  const restoring = room.restoringUntil > clock.now;
  const verdicts = new Map<string, Verdict>();
  const wasEmpty = room.places.size === 0;
  for (const claim of claims) {
    const { verdict, changed } = settleClaim(room, claim, {
      restoring,
      wasEmpty,
      until,
      term: assertion.term,
    });
    if (claim.by === 'socket') verdicts.set(claim.member.id, verdict);
    restored ||= changed;
  }
  for (const { id, reason } of restoring ? departures : []) {
    if (!room.places.has(id)) continue;
    room.remove(id, reason);
    restored = true;
  }
  const places = [...room.places.values()];
  const held = places.filter(({ member, mail }) => verdicts.get(member.id) === 'held' && mail.length > 0);
  const detached = places.filter(({ deadline }) => deadline !== undefined);
  return {
    view: room.view(),
    verdicts,
    mail: held.map(({ member }) => member.id),
    detached: detached.map(({ member }) => member.id),
    restored,
  };
}

function isBehind(room: MemoryRoom, { epoch, seq }: Assertion): boolean {
  return epoch > room.epoch || (epoch === room.epoch && seq > room.seq);
}

function settleClaim(
  room: MemoryRoom,
  { member, by }: Claim,
  mode: { restoring: boolean; wasEmpty: boolean; until: number; term: number },
): { verdict: Verdict; changed: boolean } {
  const place = room.places.get(member.id);
  const deadline = by === 'socket' ? undefined : mode.until;
  if (place) {
    if (member.gen < place.member.gen) return { verdict: 'elsewhere', changed: false };
    if (member.gen > place.member.gen) {
      room.put(member, deadline);
      return { verdict: 'held', changed: true };
    }
    if (by === 'socket') {
      place.deadline = undefined;
      place.member = { ...place.member, term: mode.term };
    }
    return { verdict: 'held', changed: false };
  }
  if (room.departures.some(({ id }) => id === member.id)) return { verdict: 'gone', changed: false };
  if (by === 'hearsay' && !mode.restoring) return { verdict: 'held', changed: false };
  if (mode.wasEmpty) room.put(member, deadline);
  else room.add(member, deadline);
  return { verdict: 'held', changed: true };
}
