import { CLOSE_CODES } from '@parley/shared/close-codes';
import type { SocketStory, Story } from '../history/story.ts';

/**
 * How many were thrown out: sockets that a server closed which was neither killed nor told to stop, other than one whose
 * session had gone on elsewhere or whose client was deaf; and sessions whose client was told that they are over.
 */
export function countKicked(story: Story): number {
  const closed = story.sockets.filter((socket) => wasThrownOut(story, socket)).length;
  const expired = story.sockets.flatMap(({ heard }) =>
    heard.filter(({ message }) => message.type === 'error' && message.code === 'session_expired'),
  );
  return closed + expired.length;
}

function wasThrownOut(story: Story, socket: SocketStory): boolean {
  const { closed, ending, deafAt, node, entered } = socket;
  if (!closed || ending || deafAt !== undefined) return false;
  const sockets = story.sessions.get(entered?.id ?? '')?.sockets ?? [];
  const wentOn = sockets.some((other) => other.entered.at > (entered?.at ?? 0));
  if (closed.code === CLOSE_CODES.takenOver && wentOn) return false;
  const wasHarmed = story
    .nodeChanges(node)
    .some(({ at, change }) => at <= closed.at && (change === 'killed' || change === 'told to stop'));
  return !wasHarmed || closed.code >= CLOSE_CODES.abuse;
}
