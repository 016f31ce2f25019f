import { merged } from '../history/intervals.ts';
import type { Interval } from '../history/intervals.ts';
import type { Story } from '../history/story.ts';
import { viewsOf } from '../history/views.ts';
import type { Violation } from './violation.ts';

/** What lease and window may be exceeded by, on a busy machine, before a rebuilt room must be exact again. */
const REBUILD_MARGIN_MS = 1_000;
/** The store is read that often, so a client may hear of a departure this much later than it is seen there. */
const READING_MS = 500;
const INVARIANT = 'never over capacity';

/** A room never holds more than its capacity, by what each client sees and by what the store says. */
export function checkCapacity(story: Story): Violation[] {
  return [...seenByClients(story), ...saidByStore(story)];
}

function* seenByClients(story: Story): Iterable<Violation> {
  for (const socket of story.sockets) {
    if (!socket.entered) continue;
    const { id, capacity, room } = socket.entered;
    const excused = overfullByRebuild(story, room, capacity);
    for (const { at, after } of viewsOf(socket)) {
      if (after.size + 1 <= capacity || holds(excused, at)) continue;
      const peers = [id, ...after];
      const text = `${id} saw ${peers.length} members in room ${room}, which holds ${capacity}`;
      yield { invariant: INVARIANT, text, from: at - 2_000, to: at, peers };
      break; // the next frames of this socket would only repeat it
    }
  }
}

function* saidByStore(story: Story): Iterable<Violation> {
  for (const [room, capacity] of capacitiesOf(story)) {
    let before = 0;
    for (const { at, ids } of readingsOf(story, room)) {
      const grew = ids.length > before;
      before = ids.length;
      if (ids.length <= capacity || !grew || holds(rebuilds(story), at)) continue;
      const text = `the store had ${ids.length} members in room ${room}, which holds ${capacity}`;
      yield { invariant: INVARIANT, text, from: at - 2_000, to: at, peers: ids };
    }
  }
}

function capacitiesOf({ sockets }: Story): Map<string, number> {
  return new Map(
    sockets.flatMap(({ entered }) => (entered ? [[entered.room, entered.capacity] as const] : [])),
  );
}

function readingsOf(story: Story, room: string) {
  return story.events.filter((event) => event.what === 'members').filter((event) => event.room === room);
}

/** While nodes put back what they hold after a restart of Redis, who came in meanwhile may be one too many. */
function rebuilds({ restarts, windows }: Story): Interval[] {
  const rebuildMs = windows.leaseMs + windows.windowMs + REBUILD_MARGIN_MS;
  return merged(restarts.map(({ from, to }) => ({ from, to: to + rebuildMs })));
}

/** Nobody is thrown out of a room that was filled too full so: it stays that way until somebody goes. */
function overfullByRebuild(story: Story, room: string, capacity: number): Interval[] {
  return rebuilds(story).map(({ from, to }) => {
    const readings = readingsOf(story, room);
    const isOver = (readings.findLast(({ at }) => at <= to)?.ids.length ?? 0) > capacity;
    if (!isOver) return { from, to };
    const again = readings.find(({ at, ids }) => at > to && ids.length <= capacity);
    return { from, to: again ? again.at + READING_MS : Infinity };
  });
}

function holds(intervals: readonly Interval[], at: number): boolean {
  return intervals.some(({ from, to }) => from <= at && at <= to);
}
