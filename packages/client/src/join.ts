import type { ErrorCode } from './messages.ts';
import { Room } from './room.ts';
import type { RoomOptions } from './room-events.ts';
import type { JoinReply, SignalingState } from './signaling-events.ts';

export type { Fate } from './delivery.ts';
export type { Fingerprints } from './fingerprints.ts';
export type { FileOutcome, FileProgress, OutgoingFile } from './files/outgoing-file.ts';
export type { IncomingFile, ReceivedFile } from './files/incoming-file.ts';
export type { MediaKind, TrackKind } from './local-media.ts';
export type { Picture } from './read-pictures.ts';
export type { Path } from './read-stats.ts';
export type { Reading } from './reading.ts';
export type { Quality, QualityLevel, QualityReason } from './quality.ts';
export type { PeerPath } from './peer-path.ts';
export type { PeerView } from './peer-view.ts';
export type { ReconnectPolicy, Setback } from './reconnect-policy.ts';
export type { RoomEvents, RoomOptions, SendFileOptions } from './room-events.ts';
export type { JoinReply, SignalingState } from './signaling-events.ts';
export { Room };

export interface JoinOptions extends Omit<RoomOptions, 'url'> {
  /** What the others are shown, 1 to 64 characters. */
  name?: string | undefined;
  /** Camera and microphone, as getUserMedia gives them. */
  media?: MediaStream | undefined;
  /** Calls the joining off; the promise is then rejected with the signal's reason. */
  signal?: AbortSignal | undefined;
  /** Hears of the connection while there is no room yet: what is in the way, and when the next try is. */
  onState?: ((state: SignalingState) => void) | undefined;
}

/** Why there is no room. `code` where a server refused, `capacity` where it is full, `closeCode` where none answered. */
export class JoinError extends Error {
  readonly reason: 'full' | 'refused' | 'unreachable';
  readonly code: ErrorCode | undefined;
  readonly capacity: number | undefined;
  readonly closeCode: number | undefined;

  constructor(reply: Exclude<JoinReply, { type: 'joined' | 'cancelled' }>) {
    super(messageOf(reply));
    this.name = 'JoinError';
    this.reason = reply.type;
    this.code = 'code' in reply ? reply.code : undefined;
    this.capacity = 'capacity' in reply ? reply.capacity : undefined;
    this.closeCode = 'closeCode' in reply ? reply.closeCode : undefined;
  }
}

/**
 * Joins a room by the address of a node, such as `wss://call.example/ws`, and connects to all who are there. Rejects
 * with a JoinError. From then on coming back is the room's own business, until `leave`.
 */
export async function join(url: string, name: string, options: JoinOptions = {}): Promise<Room> {
  const { media, onState, signal, name: ownName, ...roomOptions } = options;
  const room = new Room({ ...roomOptions, url });
  const off = onState && room.on('state', onState);
  if (media !== undefined) await room.setMedia(media);
  const reply = await room.join(name, ownName, signal);
  off?.();
  if (reply.type === 'joined') return room;
  room.leave();
  if (reply.type === 'cancelled') throw signal?.reason ?? new DOMException('left', 'AbortError');
  throw new JoinError(reply);
}

function messageOf(reply: Exclude<JoinReply, { type: 'joined' | 'cancelled' }>): string {
  switch (reply.type) {
    case 'full':
      return `the room is full: it holds ${reply.capacity}`;
    case 'refused':
      return `the server refused: ${reply.message} (${reply.code})`;
    case 'unreachable':
      return `no server answered (${reply.closeCode}); is the address right, and may this page's origin use it?`;
    default:
      return reply satisfies never;
  }
}
