import { calmAfter } from '../history/intervals.ts';
import { readUntil } from '../history/story.ts';
import type { SessionStory, Story } from '../history/story.ts';
import { silentEndOf, troubleOf } from '../history/trouble.ts';

/** How long a socket must have been read, in calm, for it to have got what was confirmed before. */
const CHANCE_MS = 1_000;

/** Whether a peer had a socket, read and in calm, for long enough after `since` to be given what it was owed. */
export function hadChance(story: Story, session: SessionStory, since: number, until: number): boolean {
  return session.sockets.some((socket) => {
    const from = Math.max(since, socket.entered.at);
    const to = Math.min(until, readUntil(socket), silentEndOf(story, socket.node) ?? Infinity);
    return calmAfter(troubleOf(story, socket.node), from, CHANCE_MS) <= to;
  });
}
