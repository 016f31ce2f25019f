import type { Grant } from '../admission/gatekeeper.ts';
import type { IceConfig } from '@parley/shared/ice';
import type { Outlet } from './outlet.ts';

/** What of a room token's grant stays with a session. */
export type SessionGrant = Pick<Grant, 'expiresAt' | 'bearer'>;

/** The identity behind a peer: a place in one room. It may outlive its connection for the resume window. */
export interface Session {
  readonly id: string;
  readonly room: string;
  readonly name: string | undefined;
  /** Secret to its own client. */
  readonly token: string;
  /** The generation that its last join or resume gave it. */
  readonly gen: number;
  /** The room's capacity, as its client was told. */
  readonly capacity: number;
  /** Until when it may stay, as its last room token says; undefined where rooms are open. */
  grant: SessionGrant | undefined;
  ice: IceConfig;
  /** When `ice` was made, milliseconds of the monotonic clock. */
  iceAt: number;
  /** Undefined while the connection is gone and the session waits. */
  outlet: Outlet | undefined;
  /** How much had been said on this node when it was taken in here. */
  readonly saidBefore: number;
  /** How often it was given what had been kept for it. */
  mailHanded: number;
  /** How every frame begins that carries its messages to others; made with the first. */
  head: Buffer | undefined;
}
