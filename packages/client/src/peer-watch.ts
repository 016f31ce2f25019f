import { UNKNOWN_QUALITY, judge } from './quality.ts';
import type { Quality } from './quality.ts';
import { readStats } from './read-stats.ts';
import type { Sample } from './read-stats.ts';
import { readBetween } from './reading.ts';
import type { Reading } from './reading.ts';

/** What is measured of one connection, look by look. */
export class PeerWatch {
  readonly #connection: RTCPeerConnection;
  #state = UNKNOWN_QUALITY;
  #last: Sample | undefined;
  #reading: Reading | undefined;

  constructor(connection: RTCPeerConnection) {
    this.#connection = connection;
  }

  /** What the last look showed; undefined before the second, and while there is no path. */
  get reading(): Reading | undefined {
    return this.#reading;
  }

  /** One more look, while the path is up; `targetBps` as of `judge`. */
  async look(targetBps: number | undefined): Promise<Quality> {
    const sample = readStats(await this.#connection.getStats());
    if (this.#last !== undefined) this.#reading = readBetween(this.#last, sample) ?? this.#reading;
    this.#last = sample;
    this.#state = judge(this.#state, sample, targetBps);
    return this.#state.quality;
  }

  /** The path is gone for now. */
  lost(): Quality {
    this.#reading = undefined;
    this.#last = undefined;
    this.#state = judge(this.#state, undefined);
    return this.#state.quality;
  }

  /** How loud the peer is right now, 0 to 1. */
  get level(): number {
    const audio = this.#connection.getReceivers().filter(({ track }) => track.kind === 'audio');
    const levels = audio.flatMap((receiver) => receiver.getSynchronizationSources());
    return Math.max(0, ...levels.map(({ audioLevel }) => audioLevel ?? 0));
  }

  /** Whether we reach the peer by a TURN server of ours. */
  async isRelayed(): Promise<boolean> {
    return readStats(await this.#connection.getStats()).path?.startsWith('relayed') === true;
  }
}
