// What goes over the wire, as types. docs/protocol/README.md is the contract; that these agree with the schemas that the node
// reads and writes by is held by a test. They stand here so that the library needs nobody's types but its own.

export type ErrorCode =
  | 'bad_json'
  | 'bad_message'
  | 'unknown_type'
  | 'already_joined'
  | 'not_in_room'
  | 'unknown_peer'
  | 'undeliverable'
  | 'unauthorized'
  | 'session_expired'
  | 'rate_limited'
  | 'busy'
  | 'unavailable'
  | 'internal';

export type ByeReason = 'left' | 'lost' | 'removed';

/** One entry of RTCConfiguration.iceServers (W3C WebRTC section 4.2.2). */
export interface IceServer {
  urls: string | string[];
  username?: string | undefined;
  credential?: string | undefined;
}

export interface PeerInfo {
  id: string;
  name?: string | undefined;
}

interface Membership {
  room: string;
  id: string;
  peers: PeerInfo[];
  capacity: number;
  token: string;
  resumeWindowMs: number;
  roomTokenTtlMs?: number | undefined;
  iceServers: IceServer[];
  iceTtlMs: number;
  node: string;
  seq: number;
  ref?: string | undefined;
}

export interface Joined extends Membership {
  type: 'joined';
}

export interface Resumed extends Membership {
  type: 'resumed';
}

export interface OtherJoin {
  type: 'otherjoin';
  room: string;
  id: string;
  name?: string | undefined;
  seq: number;
}

export interface Full {
  type: 'full';
  room: string;
  capacity: number;
  ref?: string | undefined;
}

export interface Leaved {
  type: 'leaved';
  room: string;
  id: string;
  ref?: string | undefined;
}

export interface Bye {
  type: 'bye';
  room: string;
  id: string;
  reason: ByeReason;
  seq: number;
}

export interface Forwarded {
  type: 'message';
  room: string;
  from: string;
  data: unknown;
}

export interface Resync {
  type: 'resync';
  room: string;
  peers: PeerInfo[];
  seq: number;
}

export interface Ice {
  type: 'ice';
  iceServers: IceServer[];
  iceTtlMs: number;
  ref?: string | undefined;
}

export interface Reconnect {
  type: 'reconnect';
  afterMs: number;
}

export interface ErrorMessage {
  type: 'error';
  code: ErrorCode;
  message: string;
  room?: string | undefined;
  to?: string | undefined;
  retryAfterMs?: number | undefined;
  ref?: string | undefined;
}

export interface Pong {
  type: 'pong';
  ref?: string | undefined;
}

/** Anything a server may say. */
export type ServerMessage =
  | Joined
  | OtherJoin
  | Full
  | Leaved
  | Bye
  | Forwarded
  | Resumed
  | Resync
  | Ice
  | Reconnect
  | ErrorMessage
  | Pong;

/** Anything this library says to a server. */
export type ClientMessage =
  | {
      type: 'join';
      room: string;
      name?: string | undefined;
      token?: string | undefined;
      ref?: string | undefined;
    }
  | { type: 'leave'; room: string; ref?: string | undefined }
  | { type: 'message'; room: string; to?: string | undefined; data: unknown; ref?: string | undefined }
  | {
      type: 'resume';
      room: string;
      id: string;
      token: string;
      seq?: number | undefined;
      roomToken?: string | undefined;
      ref?: string | undefined;
    }
  | { type: 'ice' }
  | { type: 'ping' };
