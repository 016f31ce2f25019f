import type { Gatekeeper } from '../admission/gatekeeper.ts';
import type { TurnUser } from '../ice/turn-credentials.ts';
import type { IceConfig } from '@parley/shared/ice';
import type { Logger } from 'pino';
import type { Membership } from '../membership/membership.ts';
import type { Registry } from '../membership/registry.ts';
import type { Relay } from '../relay/relay.ts';
import type { Delivery } from './delivery.ts';
import type { Departures } from './departures.ts';
import type { Lease } from './lease.ts';
import type { Marks } from './marks.ts';
import type { Observer } from './observer.ts';
import type { Rooms } from './rooms.ts';
import type { Stall } from './stall.ts';
import type { VisitTracer } from './visit-tracer.ts';
import type { Waiting } from './waiting.ts';

export interface SignalingLimits {
  readonly roomCapacity: number;
  /** Rooms with peers of this node. */
  readonly maxRooms: number;
  readonly resumeWindowMs: number;
  /** How long a silent node is believed alive. */
  readonly leaseMs: number;
  /** Frames a second and at once, each connection. */
  readonly messageRate: number;
  readonly messageBurst: number;
}

/** What the parts of signaling on one node share. */
export interface NodeContext {
  readonly node: string;
  readonly limits: SignalingLimits;
  /** How long, in ms, nodes and peers may need to come back after the store lost its memory: lease and window. */
  readonly holdOffMs: number;
  readonly membership: Membership;
  readonly registry: Registry;
  readonly relay: Relay;
  readonly rooms: Rooms;
  readonly departures: Departures;
  readonly delivery: Delivery;
  readonly marks: Marks;
  readonly lease: Lease;
  readonly waiting: Waiting;
  readonly stall: Stall;
  /** Undefined where rooms are open to whoever knows their name. */
  readonly gatekeeper: Gatekeeper | undefined;
  readonly observer: Observer;
  /** Undefined where nobody keeps traces. */
  readonly tracer: VisitTracer | undefined;
  readonly log: Logger;
  /** Holds a room against the store. Never rejects; false where that could not be asked. */
  readonly compare: (room: string) => Promise<boolean>;
  /** The store may believe what is not so, or not know what is: to be made up for as soon as it can be asked. */
  readonly fallBehind: () => void;
  /** ICE servers with fresh credentials for one peer. */
  issueIce(user: TurnUser): IceConfig;
}
