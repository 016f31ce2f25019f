import type { Room } from '@parley/client/room';
import type { SignalingState } from '@parley/client/signaling-events';
import { signal } from '@preact/signals';
import type { CallPart } from './call-part.ts';
import { outageOf } from './outage.ts';
import type { Outage } from './outage.ts';
import { watchForSleep } from './sleep.ts';
import { onWaking } from './waking.ts';

/** The machine slept in the middle of the call. */
export interface Absence {
  ms: number;
  /** The server has answered since. */
  isOver: boolean;
}

/** What breaks in a call, and comes back, apart from the paths to people. */
export class Trouble implements CallPart {
  readonly outage = signal<Outage | undefined>(undefined);
  readonly absence = signal<Absence | undefined>(undefined);
  #room: Room | undefined;

  attach(room: Room): () => void {
    this.#room = room;
    const off = [
      onWaking(() => room.wake()),
      watchForSleep({ slept: (ms) => this.#slept(room, ms) }),
      room.on('state', (state) => this.#changed(state)),
      room.on('alive', () => this.#endAbsence()),
    ];
    return () => {
      for (const each of off) each();
      this.#room = undefined;
      this.outage.value = undefined;
      this.absence.value = undefined;
    };
  }

  /** Does not wait for the next try's time. */
  tryNow(): void {
    this.#room?.wake();
  }

  forgetAbsence(): void {
    this.absence.value = undefined;
  }

  #changed(state: SignalingState): void {
    this.outage.value = outageOf(state, performance.now());
    if (state.name === 'joined') this.#endAbsence();
    const absence = this.absence.value;
    // The server's last answer was one from before the sleep.
    if (state.name === 'away' && absence !== undefined) this.absence.value = { ...absence, isOver: false };
  }

  #slept(room: Room, ms: number): void {
    if (room.state.name !== 'joined' && room.state.name !== 'away') return;
    this.absence.value = { ms, isOver: false };
    room.wake();
  }

  #endAbsence(): void {
    const absence = this.absence.value;
    if (absence !== undefined && !absence.isOver) this.absence.value = { ...absence, isOver: true };
  }
}
