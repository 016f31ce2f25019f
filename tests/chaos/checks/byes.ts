import type { SessionStory, Story } from '../history/story.ts';
import { viewsOf, without } from '../history/views.ts';
import type { ViewStep } from '../history/views.ts';
import type { Violation } from './violation.ts';

const ONE_BYE = 'one bye a membership';

/** Each coming and going is told once, and who went never comes again under the same id. */
export function checkByes(story: Story): Violation[] {
  return [...story.sessions.values()].flatMap((session) => [...checkSession(session)]);
}

/** How many peers came or went by a `resync` alone, which the protocol allows. */
export function countResyncChanges(story: Story): number {
  let count = 0;
  for (const socket of story.sockets) {
    for (const { message, before, after } of viewsOf(socket)) {
      if (message.type === 'resync') count += without(before, after).length + without(after, before).length;
    }
  }
  return count;
}

function* checkSession({ id: own, sockets }: SessionStory): Iterable<Violation> {
  const gone = new Map<string, number>();
  for (const socket of sockets) {
    for (const step of viewsOf(socket)) {
      const wrong = wrongIn(step, gone);
      if (wrong) {
        const { peer, what } = wrong;
        const text = `${own} (socket ${socket.number}) ${what}`;
        yield { invariant: ONE_BYE, text, from: step.at - 4_000, to: step.at, peers: [own, peer] };
      }
      for (const id of without(step.before, step.after))
        if (step.message.type === 'bye') gone.set(id, step.at);
    }
  }
}

function wrongIn({ message, before, after }: ViewStep, gone: ReadonlyMap<string, number>) {
  if (message.type === 'bye' && !before.has(message.id)) {
    const again = gone.has(message.id) ? 'a second time' : 'though it was not there';
    return { peer: message.id, what: `was told bye of ${message.id} ${again}` };
  }
  if (message.type === 'otherjoin' && before.has(message.id)) {
    return { peer: message.id, what: `was told that ${message.id} came, though it was there` };
  }
  const back = without(after, before).find((id) => gone.has(id));
  if (back === undefined) return undefined;
  return { peer: back, what: `was shown ${back} by ${message.type} after it had gone` };
}
