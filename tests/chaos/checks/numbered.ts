// Messages of a run carry a number each, given in the order they are sent, whoever sends them.
import type { ServerMessage } from '@parley/shared/server-messages';
import type { Seated, Story } from '../history/story.ts';
import { viewAt } from '../history/views.ts';

/** A message as its sender sent it. */
export interface Sent {
  readonly number: number;
  readonly at: number;
  readonly from: string;
  readonly socket: Seated;
  readonly ref: string | undefined;
  /** One peer, or all that its sender saw in the room in that moment. */
  readonly to: readonly string[];
}

const known = new WeakMap<Story, ReadonlyMap<number, Sent>>();

/** All messages that were sent from a place in a room, by their numbers. */
export function byNumber(story: Story): ReadonlyMap<number, Sent> {
  const before = known.get(story);
  if (before) return before;
  const sent = new Map([...sentOf(story)].map((message) => [message.number, message]));
  known.set(story, sent);
  return sent;
}

function* sentOf(story: Story): Iterable<Sent> {
  for (const { sockets, id } of story.sessions.values()) {
    for (const socket of sockets) {
      for (const { at, message } of socket.said) {
        if (message.type !== 'message' || typeof message.data !== 'number') continue;
        const to = message.to === undefined ? [...viewAt(socket, at)] : [message.to];
        yield { number: message.data, at, from: id, socket, ref: message.ref, to };
      }
    }
  }
}

/** The number of a message that a peer was sent. */
export function messageNumber(message: ServerMessage): number | undefined {
  return message.type === 'message' && typeof message.data === 'number' ? message.data : undefined;
}
