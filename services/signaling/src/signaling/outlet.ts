import type { CloseCode } from '@parley/shared/close-codes';

/** The way out to one client. What lies behind it is the transport's business. */
export interface Outlet {
  /** Whether what is sent now goes out. */
  readonly open: boolean;
  /** Queues a whole frame; never throws, never waits. False where the connection is over, or ends with this frame. */
  send(frame: string | Buffer): boolean;
  /** Ends the connection. `reason` is for a person, at most 123 bytes (RFC 6455 section 5.5). */
  close(code: CloseCode, reason: string): void;
  /** Stops reading from the client, and goes on: a client must not outrun the store. */
  pause(): void;
  resume(): void;
}
