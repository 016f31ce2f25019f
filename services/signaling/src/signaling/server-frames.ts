import type { ServerMessage } from '@parley/shared/server-messages';
import type { RoomView } from '../membership/membership.ts';
import type { Change } from '../relay/envelope.ts';
import { ForwardedFrame } from './forwarded-frame.ts';
import type { DataBytes } from './read-frame.ts';
import type { Session } from './session.ts';

/** Writes what the server says. The type keeps it to the protocol; fields that are undefined are left out. */
export function encode(message: ServerMessage): string {
  return JSON.stringify(message);
}

/** The frame that carries a peer's `data` to others. */
export function encodeForwarded(session: Session, data: DataBytes): ForwardedFrame {
  session.head ??= headOf(session);
  return new ForwardedFrame(session.head, data);
}

/** What the others are told of a change. */
export function encodeChange(room: string, change: Change): string {
  if (change.type === 'join') {
    const { id, name } = change.member;
    return encode({ type: 'otherjoin', room, id, name, seq: change.seq });
  }
  return encode({ type: 'bye', room, id: change.id, reason: change.reason, seq: change.seq });
}

/** The whole truth of a room for one of its peers. */
export function encodeResync({ room, id: own }: Session, view: RoomView): string {
  const peers = view.members.filter(({ id }) => id !== own).map(({ id, name }) => ({ id, name }));
  return encode({ type: 'resync', room, peers, seq: view.seq });
}

/** Rooms and ids hold nothing that JSON would escape. */
function headOf({ room, id }: Session): Buffer {
  return Buffer.from(`{"type":"message","room":"${room}","from":"${id}","data":`);
}
