import { calmAfter } from '../history/intervals.ts';
import type { Seated, SessionStory, Story } from '../history/story.ts';
import { troubleOf } from '../history/trouble.ts';
import { viewsOf, without } from '../history/views.ts';
import type { ViewStep } from '../history/views.ts';
import type { Violation } from './violation.ts';

const ONE_BYE = 'one bye a membership';
/** While two sockets of a session live, the later one's first view may be older than what the earlier one just heard. */
const CROSSING_MS = 300;

/** Each coming and going is told once, and who went never comes again under the same id. */
export function checkByes(story: Story): Violation[] {
  return [...story.sessions.values()].flatMap((session) => [...checkSession(story, session)]);
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

function* checkSession(story: Story, { id: own, sockets }: SessionStory): Iterable<Violation> {
  const gone: Gone[] = [];
  for (const socket of sockets) {
    const trouble = troubleOf(story, socket.node);
    for (const step of viewsOf(socket)) {
      const isGone = (id: string) =>
        gone.some((went) => {
          const heardHere = went.socket === socket;
          return went.id === id && (heardHere || calmAfter(trouble, went.at, CROSSING_MS) <= step.at);
        });
      const wrong = wrongIn(step, isGone);
      if (wrong) {
        const { peer, what } = wrong;
        const text = `${own} (socket ${socket.number}) ${what}`;
        yield { invariant: ONE_BYE, text, from: step.at - 4_000, to: step.at, peers: [own, peer] };
      }
      if (step.message.type !== 'bye') continue;
      for (const id of without(step.before, step.after)) gone.push({ id, at: step.at, socket });
    }
  }
}

interface Gone {
  readonly id: string;
  readonly at: number;
  readonly socket: Seated;
}

function wrongIn({ message, before, after }: ViewStep, isGone: (id: string) => boolean) {
  if (message.type === 'bye' && !before.has(message.id)) {
    const again = isGone(message.id) ? 'a second time' : 'though it was not there';
    return { peer: message.id, what: `was told bye of ${message.id} ${again}` };
  }
  if (message.type === 'otherjoin' && before.has(message.id)) {
    return { peer: message.id, what: `was told that ${message.id} came, though it was there` };
  }
  const back = without(after, before).find(isGone);
  if (back === undefined) return undefined;
  return { peer: back, what: `was shown ${back} by ${message.type} after it had gone` };
}
