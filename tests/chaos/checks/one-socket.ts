import { calmAfter } from '../history/intervals.ts';
import type { Seated, SocketStory, Story } from '../history/story.ts';
import { silentEndOf, troubleOf } from '../history/trouble.ts';
import { byNumber, messageNumber } from './numbered.ts';
import type { Violation } from './violation.ts';

/** How long a node may take to learn that a session went on elsewhere, while nothing is in its way. */
const TAKEOVER_MS = 1_500;
/** A message may be under way to the earlier socket in the moment of a takeover. */
const CROSSING_MS = 500;
const TAKEN_OVER = 4501;

/** A session has one live socket: the earlier one is closed, and what is sent from then on goes to the later one. */
export function checkOneSocket(story: Story): Violation[] {
  const found: Violation[] = [];
  for (const { sockets } of story.sessions.values()) {
    for (const [index, earlier] of sockets.entries()) {
      const later = sockets[index + 1];
      if (later) found.push(...checkPair(story, earlier, later));
    }
  }
  return [...found, ...needlessTakeovers(story)];
}

function* checkPair(story: Story, earlier: Seated, later: Seated): Iterable<Violation> {
  const { id, at: takenAt } = later.entered;
  const trouble = troubleOf(story, earlier.node);
  const boundAt = calmAfter(trouble, takenAt, TAKEOVER_MS);
  const endedAt = earlier.closed?.at ?? earlier.deafAt ?? silentEndOf(story, earlier.node) ?? Infinity;
  const about = { invariant: 'one live socket a session', from: takenAt - 500, peers: [id] };
  if (boundAt < story.endedAt && endedAt > boundAt) {
    const text = `${id} went on with socket ${later.number}, but socket ${earlier.number} stayed open`;
    yield { ...about, text, to: boundAt };
  }
  const sent = byNumber(story);
  for (const { at, message } of earlier.heard) {
    const sentAt = sent.get(messageNumber(message) ?? Number.NaN)?.at;
    if (sentAt === undefined || sentAt < calmAfter(trouble, takenAt, CROSSING_MS)) continue;
    const text = `${id} had gone on with socket ${later.number}, but message ${messageNumber(message)}, sent later, came to socket ${earlier.number}`;
    yield { ...about, text, to: at };
  }
}

/** 4501 says that the session went on elsewhere: then somebody must have asked for that, later than this socket did. */
function* needlessTakeovers(story: Story): Iterable<Violation> {
  for (const { sockets, id } of story.sessions.values()) {
    for (const socket of sockets) {
      if (socket.closed?.code !== TAKEN_OVER) continue;
      const own = claims(socket, id)[0] ?? socket.openedAt;
      const later = story.sockets.some(
        (other) => other !== socket && claims(other, id).some((at) => at > own),
      );
      if (later) continue;
      const text = `${id} was told on socket ${socket.number} that it went on elsewhere, but nobody had asked for that since`;
      const { at } = socket.closed;
      yield { invariant: 'one live socket a session', text, from: at - 3_000, to: at, peers: [id] };
    }
  }
}

/** When a socket asked for the place of this peer. */
function claims(socket: SocketStory, id: string): number[] {
  return socket.said.flatMap(({ at, message }) =>
    message.type === 'resume' && message.id === id ? [at] : [],
  );
}
