import type { ForwardedFrame } from './forwarded-frame.ts';

/** A peer's message, ready to go to sockets. */
export interface Parcel {
  readonly room: string;
  readonly from: string;
  readonly frame: ForwardedFrame;
  readonly ref: string | undefined;
}
