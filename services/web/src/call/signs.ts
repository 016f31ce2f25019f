import type { Room } from '@parley/client/room';
import { signal } from '@preact/signals';
import type { CallPart } from './call-part.ts';

/** What one can show without a word. */
export const SIGNS = ['👍', '❤️', '😂', '👏', '🎉', '😮'] as const;
export type Sign = (typeof SIGNS)[number];

export interface ShownSign {
  key: number;
  /** Undefined: it is our own. */
  peer: string | undefined;
  sign: Sign;
}

const SHOWN_MS = 4_000;
// Somebody who hammers on a button must not fill the stage.
const MOST_SHOWN = 12;

/** Raised hands, and signs that are seen for a moment. */
export class Signs implements CallPart {
  readonly hand = signal(false);
  readonly shown = signal<readonly ShownSign[]>([]);
  #room: Room | undefined;
  #nextKey = 0;

  attach(room: Room): () => void {
    this.#room = room;
    const off = room.on('reaction', ({ from, reaction }) => {
      // A newer page may have signs that this one does not know.
      const sign = SIGNS.find((each) => each === reaction);
      if (sign !== undefined) this.#show(from.id, sign);
    });
    return () => {
      off();
      this.#room = undefined;
      this.hand.value = false;
      this.shown.value = [];
    };
  }

  raise(raised: boolean): void {
    this.hand.value = raised;
    this.#room?.setHand(raised);
  }

  show(sign: Sign): void {
    this.#room?.react(sign);
    this.#show(undefined, sign);
  }

  #show(peer: string | undefined, sign: Sign): void {
    const shown = { key: this.#nextKey, peer, sign };
    this.#nextKey += 1;
    this.shown.value = [...this.shown.value, shown].slice(-MOST_SHOWN);
    setTimeout(() => {
      this.shown.value = this.shown.value.filter(({ key }) => key !== shown.key);
    }, SHOWN_MS);
  }
}
