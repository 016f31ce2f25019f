import type { ForwardMessage } from '@parley/shared/client-messages';
import type { Member } from '../membership/membership.ts';
import { dataText } from './data-text.ts';
import type { NodeContext } from './node-context.ts';
import { Refusal } from './refusal.ts';
import { encodeForwarded } from './server-frames.ts';
import type { Session } from './session.ts';

/**
 * Passes a message on to one member of the sender's room, or to all others. `text` is the frame as it came: `data`
 * is taken from it to the letter.
 */
export function forward(context: NodeContext, session: Session, message: ForwardMessage, text: string): void {
  const data = dataText(text);
  if (data === undefined) throw new Refusal('bad_message', 'data: is missing; send any JSON value');
  const frame = encodeForwarded(session.room, session.id, data);
  if (message.to !== undefined) toOne(context, session, message, frame);
  else toOthers(context, session, message, frame);
}

function toOne(
  context: NodeContext,
  session: Session,
  { to = '', ref }: ForwardMessage,
  frame: string,
): void {
  const { rooms, relay, node, observer } = context;
  const member = rooms.member(session.room, to);
  if (!member) {
    throw new Refusal('unknown_peer', 'no such peer in your room; it may have left', {
      room: session.room,
      to,
    });
  }
  if (member.node === node) {
    deliverHere(context, session.room, member, frame);
    return;
  }
  const { room, id: from } = session;
  relay.send(member.node, { kind: 'deliver', room, from, to, frame: Buffer.from(frame), ref });
  observer.forwarded('remote');
}

function toOthers(context: NodeContext, session: Session, { ref }: ForwardMessage, frame: string): void {
  const { rooms, relay, node, observer } = context;
  const { room, id: from } = session;
  const elsewhere = new Set<string>();
  for (const member of rooms.members(room)) {
    if (member.id === from) continue;
    if (member.node === node) {
      deliverHere(context, room, member, frame);
    } else {
      elsewhere.add(member.node);
      observer.forwarded('remote');
    }
  }
  if (elsewhere.size === 0) return;
  const bytes = Buffer.from(frame);
  for (const other of elsewhere) {
    relay.send(other, { kind: 'deliver', room, from, to: undefined, frame: bytes, ref });
  }
}

// A peer whose connection dropped takes nothing; when its window is over the others are told that it is lost.
function deliverHere({ rooms, observer }: NodeContext, room: string, member: Member, frame: string): void {
  const outlet = rooms.session(room, member.id)?.outlet;
  if (!outlet) return;
  outlet.send(frame);
  observer.forwarded('local');
}
