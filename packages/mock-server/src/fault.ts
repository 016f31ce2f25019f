import type { ClientMessageType } from '@parley/shared/client-messages';
import type { ErrorCode } from '@parley/shared/error-codes';
import type { ServerMessage } from '@parley/shared/server-messages';

/** Narrows a fault. Without `times` it lasts until it is lifted, without `peer` it is for everybody. */
interface Scope {
  /** How often it strikes. */
  readonly times?: number;
  /** The `id` of the only peer that it strikes. Who has not joined has none. */
  readonly peer?: string;
}

/** Frames of this type do not leave the server. */
export interface Drop extends Scope {
  readonly fault: 'drop';
  readonly type: ServerMessage['type'];
}

/** Frames of this type leave twice. */
export interface Duplicate extends Scope {
  readonly fault: 'duplicate';
  readonly type: ServerMessage['type'];
}

/** So many frames of this type (2 where nothing is said) wait for each other and leave last first. */
export interface Reorder extends Scope {
  readonly fault: 'reorder';
  readonly type: ServerMessage['type'];
  readonly span?: number;
}

/** Frames of this type leave as something else. */
export interface Alter extends Scope {
  readonly fault: 'alter';
  readonly type: ServerMessage['type'];
  /** Gives the text that leaves. */
  readonly change: (text: string) => string;
}

/** Nothing is heard and nothing leaves, on sockets that stay open; all of it goes on when the fault is lifted. */
export interface Freeze extends Omit<Scope, 'times'> {
  readonly fault: 'freeze';
}

/** Every room is full for a `join`. */
export interface Full extends Omit<Scope, 'peer'> {
  readonly fault: 'full';
}

/** Requests of this type are refused, and nothing is done. */
export interface Refuse extends Scope {
  readonly fault: 'error';
  readonly request: ClientMessageType;
  readonly code: ErrorCode;
  readonly retryAfterMs?: number;
}

/** Requests of this type get no answer, and nothing is done. */
export interface NeverAnswer extends Scope {
  readonly fault: 'never answer';
  readonly request: ClientMessageType;
}

/** Connections are refused with this HTTP status, or get no answer at all. */
export interface Unreachable extends Omit<Scope, 'peer'> {
  readonly fault: 'unreachable';
  readonly status?: number;
}

export type Fault = Drop | Duplicate | Reorder | Alter | Freeze | Full | Refuse | NeverAnswer | Unreachable;
export type FaultKind = Fault['fault'];
export type FaultOf<Kind extends FaultKind> = Extract<Fault, { fault: Kind }>;
