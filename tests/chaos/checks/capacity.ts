import { overlap } from '../history/intervals.ts';
import type { Story } from '../history/story.ts';
import { viewsOf } from '../history/views.ts';
import type { Violation } from './violation.ts';

/** What lease and window may be exceeded by, on a busy machine, before a rebuilt room must be exact again. */
const REBUILD_MARGIN_MS = 1_000;

/** A room never holds more than its capacity, as any client sees it and as the store says. */
export function checkCapacity(story: Story): Violation[] {
  return [...seenByClients(story), ...saidByStore(story)];
}

function* seenByClients(story: Story): Iterable<Violation> {
  for (const socket of story.sockets) {
    if (!socket.entered) continue;
    const { id, capacity, room } = socket.entered;
    for (const { at, after } of viewsOf(socket)) {
      if (after.size + 1 <= capacity || isRebuilding(story, at)) continue;
      const peers = [id, ...after];
      const text = `${id} saw ${peers.length} members in room ${room}, which holds ${capacity}`;
      yield { invariant: 'never over capacity', text, from: at - 2_000, to: at, peers };
      break; // the next frames of this socket would only repeat it
    }
  }
}

function* saidByStore(story: Story): Iterable<Violation> {
  const capacities = new Map(
    [...story.sockets].flatMap(({ entered }) => (entered ? [[entered.room, entered.capacity]] : [])),
  );
  for (const event of story.events) {
    if (event.what !== 'members') continue;
    const { at, room, ids } = event;
    const capacity = capacities.get(room);
    if (capacity === undefined || ids.length <= capacity || isRebuilding(story, at)) continue;
    const text = `the store had ${ids.length} members in room ${room}, which holds ${capacity}`;
    yield { invariant: 'never over capacity', text, from: at - 2_000, to: at, peers: ids };
  }
}

/** While nodes put back what they hold after a restart of Redis, who came in meanwhile may be one too many. */
function isRebuilding({ restarts, windows }: Story, at: number): boolean {
  const rebuildMs = windows.leaseMs + windows.windowMs + REBUILD_MARGIN_MS;
  return restarts.some(({ from, to }) => overlap({ from, to: to + rebuildMs }, { from: at, to: at }));
}
