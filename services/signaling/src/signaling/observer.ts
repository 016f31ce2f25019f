import type { ClientMessageType } from '@parley/shared/client-messages';
import type { ErrorCode } from '@parley/shared/error-codes';

/** What signaling tells whoever counts. */
export interface Observer {
  /** A frame was taken in and dealt with, the store's answer included; `other` is a frame of no known type. */
  handled(type: ClientMessageType | 'other', seconds: number): void;
  /** A peer's message went to one peer here, or off to another node. */
  forwarded(scope: 'local' | 'remote'): void;
  /** A client was told an error. */
  refused(code: ErrorCode): void;
}
