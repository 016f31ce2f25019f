import type { ClientMessageType } from '@parley/shared/client-messages';
import type { ErrorCode } from '@parley/shared/error-codes';

/** Where something was thrown that no client is to blame for: the handling of a socket, of the bus, or a round by itself. */
export const FAULT_PLACES = ['socket', 'relay', 'background'] as const;

export type FaultPlace = (typeof FAULT_PLACES)[number];

/** What signaling tells whoever counts. */
export interface Observer {
  /** A frame was taken in and dealt with, the store's answer included; `other` is a frame of no known type. */
  handled(type: ClientMessageType | 'other', seconds: number): void;
  /** A peer's message went to one peer here, or off to another node. */
  forwarded(scope: 'local' | 'remote'): void;
  /** A client was told an error. */
  refused(code: ErrorCode): void;
  /** Something was thrown that should not have been; whoever caught it has logged it, and the node goes on. */
  fault(where: FaultPlace): void;
}
