import type { CloseCode } from '@parley/shared/close-codes';

/** A frame that is put together where it is written, which saves a copy of it. */
export interface PiecedFrame {
  /** In bytes. */
  readonly length: number;
  copyTo(target: Buffer, at: number): void;
}

export type Frame = string | Buffer | PiecedFrame;

/** The way out to one client. What lies behind it is the transport's business. */
export interface Outlet {
  /** Names the connection in the log. */
  readonly connectionId?: string;
  /** Whether what is sent now goes out. */
  readonly open: boolean;
  /** Queues a whole frame, which must not change until the turn is over; never throws, never waits. False where the connection is over, or ends with this frame. */
  send(frame: Frame): boolean;
  /** Ends the connection. `reason` is for a person, at most 123 bytes (RFC 6455 section 5.5). */
  close(code: CloseCode, reason: string): void;
  /** Stops reading from the client, and goes on: a client must not outrun the store. */
  pause(): void;
  resume(): void;
}
