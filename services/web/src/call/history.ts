import type { Reading } from '@parley/client/reading';
import type { Room } from '@parley/client/room';
import { signal } from '@preact/signals';
import type { CallPart } from './call-part.ts';

export const KEPT_MS = 5 * 60_000;

/** What was measured on the way to each peer over the last five minutes. */
export class History implements CallPart {
  readonly #readings = new Map<string, Reading[]>();
  /** Goes up with each reading. */
  readonly version = signal(0);
  #room: Room | undefined;

  attach(room: Room): () => void {
    this.#room = room;
    const off = [
      room.on('reading', ({ peer, reading }) => this.#add(peer, reading)),
      room.on('gone', ({ id }) => void this.#readings.delete(id)),
    ];
    return () => {
      for (const each of off) each();
      this.#readings.clear();
      this.#room = undefined;
    };
  }

  of(peer: string): readonly Reading[] {
    return this.#readings.get(peer) ?? [];
  }

  /** All that the browser knows of the connection to a peer. */
  async report(peer: string): Promise<RTCStatsReport | undefined> {
    return this.#room?.report(peer);
  }

  #add(peer: string, reading: Reading): void {
    const before = this.#readings.get(peer) ?? [];
    // The same look is told again while a connection does not answer.
    if (before.at(-1)?.at === reading.at) return;
    this.#readings.set(peer, [...before.filter(({ at }) => reading.at - at < KEPT_MS), reading]);
    this.version.value += 1;
  }
}
