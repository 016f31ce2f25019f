import type { ForwardMessage } from '@parley/shared/client-messages';
import type { NodeContext } from './node-context.ts';
import type { DataBytes } from './read-frame.ts';
import { Refusal } from './refusal.ts';
import { encodeForwarded } from './server-frames.ts';
import type { Session } from './session.ts';

/**
 * Passes a message on to one member of the sender's room, or to all others. `data` is its value as it came, which goes
 * on to the letter.
 */
export function forward(
  context: NodeContext,
  session: Session,
  message: ForwardMessage,
  data: DataBytes | undefined,
): void {
  if (data === undefined) throw new Refusal('bad_message', 'data: is missing; send any JSON value');
  const { room, id: from } = session;
  const to = targets(context, session, message.to);
  context.delivery.send({ room, from, frame: encodeForwarded(session, data), ref: message.ref }, to);
}

function targets({ rooms }: NodeContext, session: Session, to: string | undefined): string[] {
  if (to === undefined)
    return [...rooms.members(session.room)].map(({ id }) => id).filter((id) => id !== session.id);
  if (rooms.member(session.room, to)) return [to];
  throw new Refusal('unknown_peer', 'no such peer in your room; it may have left', {
    room: session.room,
    to,
  });
}
