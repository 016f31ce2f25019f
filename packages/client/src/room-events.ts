import type { IncomingFile } from './files/incoming-file.ts';
import type { ByeReason, ErrorMessage } from './messages.ts';
import type { Reading } from './reading.ts';
import type { PeerView } from './peer-view.ts';
import type { SignalingOptions } from './signaling-connection.ts';
import type { SignalingState } from './signaling-events.ts';

export interface RoomOptions extends SignalingOptions {
  /** Neither sends nor takes sound and pictures: there are the data channels alone. */
  dataOnly?: boolean | undefined;
  /** `relay` sends everything through TURN. */
  iceTransportPolicy?: RTCIceTransportPolicy | undefined;
  /** Makes an empty stream, where there is no global one. */
  mediaStream?: (() => MediaStream) | undefined;
  peerConnection?: ((configuration: RTCConfiguration) => RTCPeerConnection) | undefined;
}

export interface SendFileOptions {
  /** What the other side is shown; where it is a File, its own name. */
  name?: string | undefined;
  /** Cancels it. */
  signal?: AbortSignal | undefined;
}

export interface RoomEvents {
  /** Our own place in the room; again, with a new id, after a fresh join. */
  joined: { id: string; capacity: number };
  /** Our connection to the server. The call goes on while it is away. */
  state: SignalingState;
  /** The server answered when asked for a sign of life: each few seconds, and after `wake`. */
  alive: undefined;
  /** A peer came, or was there already when one began to listen. Once more after a fresh join, with a new stream. */
  peer: PeerView;
  /** Something about a peer changed. */
  change: PeerView;
  gone: { id: string; name: string | undefined; reason: ByeReason };
  text: { from: PeerView; text: string };
  /** A sign that a peer shows for a moment. */
  reaction: { from: PeerView; reaction: string };
  /** A peer would send us a file: accept it, or refuse it. */
  file: { from: PeerView; file: IncomingFile };
  /** A peer sent this to us. */
  message: { from: string; data: unknown };
  /** Who speaks now, or nobody. */
  speaker: { id: string | undefined };
  /** What we send to all together; `budgetBps` is what we may, null for no limit. Both in bits a second. */
  upload: { sentBps: number; budgetBps: number | null; peers: number };
  /** What happened on the way to a peer in the last two seconds. */
  reading: { peer: string; reading: Reading };
  /** A request to the server was refused; the connection lives. */
  error: ErrorMessage;
  /** Something went wrong that the person need not know of; for logs and tests. Never holds SDP or candidates. */
  fault: { peer: string; step: string; error: unknown };
}
