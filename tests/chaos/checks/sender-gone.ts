import { readUntil } from '../history/story.ts';
import type { SessionStory, Story } from '../history/story.ts';
import { hasLeft } from './attached.ts';
import { hadChance } from './chance.ts';
import type { Sent } from './numbered.ts';

/**
 * Whether a message's sender went without a word, and for good, before its peer could be reached, and the peer was told
 * so: then nobody is left who could be told that the message is lost, and the `bye` says it to the peer (promise 3 of
 * the protocol). A sender that came back only once was there to be told.
 */
export function wentBeforeIt(story: Story, sent: Sent, peer: SessionStory, confirmedAt: number): boolean {
  const sender = story.sessions.get(sent.from);
  const last = sender?.sockets.at(-1);
  if (!last || last !== sent.socket || hasLeft(last)) return false;
  const goneAt = readUntil(last);
  if (hadChance(story, peer, confirmedAt, goneAt)) return false;
  return peer.sockets.some(({ heard }) =>
    heard.some(({ at, message }) => at > goneAt && message.type === 'bye' && message.id === sent.from),
  );
}
