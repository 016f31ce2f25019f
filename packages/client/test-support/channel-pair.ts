import type { FileChannel } from '../src/files/file-exchange.ts';

/** One end of a data channel whose other end is in the same process. */
export class ChannelEnd extends EventTarget {
  readyState: RTCDataChannelState = 'connecting';
  bufferedAmount = 0;
  bufferedAmountLowThreshold = 0;
  binaryType: BinaryType = 'arraybuffer';
  other: ChannelEnd | undefined;
  /** The most that has ever waited here. */
  highest = 0;
  /** All frames that were sent from here, by kind. */
  readonly sent = { text: 0, binary: 0 };
  /** May change a frame on its way. */
  harm: (frame: string | ArrayBuffer) => string | ArrayBuffer = (frame) => frame;
  /** While it is held, as on a path that is gone, nothing arrives. */
  held = false;
  readonly #way: (string | ArrayBuffer)[] = [];

  send(frame: string | ArrayBuffer): void {
    if (this.readyState !== 'open') throw new Error('not open');
    this.sent[typeof frame === 'string' ? 'text' : 'binary'] += 1;
    this.bufferedAmount += sizeOf(frame);
    this.highest = Math.max(this.highest, this.bufferedAmount);
    this.#way.push(frame);
    setImmediate(() => this.carry());
  }

  carry(): void {
    if (this.held) return;
    const frame = this.#way.shift();
    if (frame === undefined) return;
    const before = this.bufferedAmount;
    this.bufferedAmount -= sizeOf(frame);
    const low = this.bufferedAmountLowThreshold;
    if (before > low && this.bufferedAmount <= low) this.dispatchEvent(new Event('bufferedamountlow'));
    this.other?.dispatchEvent(new MessageEvent('message', { data: this.harm(frame) }));
  }

  /** The path is back: all that waited goes on. */
  release(): void {
    this.held = false;
    for (let count = this.#way.length; count > 0; count -= 1) setImmediate(() => this.carry());
  }

  open(): void {
    this.readyState = 'open';
    this.dispatchEvent(new Event('open'));
  }

  close(): void {
    this.readyState = 'closed';
    this.dispatchEvent(new Event('close'));
  }
}

export function channelPair(): [ChannelEnd, ChannelEnd] {
  const [one, other] = [new ChannelEnd(), new ChannelEnd()];
  one.other = other;
  other.other = one;
  return [one, other];
}

export function asChannel(end: ChannelEnd): FileChannel {
  return end as unknown as FileChannel;
}

function sizeOf(frame: string | ArrayBuffer): number {
  return typeof frame === 'string' ? frame.length : frame.byteLength;
}
