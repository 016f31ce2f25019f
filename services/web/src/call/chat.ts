import { computed, signal } from '@preact/signals';
import type { SharedFile } from './shared-file.ts';

/** Something that was written. Names are as the people gave them. */
export interface Said {
  kind: 'text';
  from: string;
  own: boolean;
  text: string;
  /** Who gets it only once their path is back, and who did not get it. */
  later: readonly string[];
  missed: readonly string[];
}

export type ChatEntry = (Said | SharedFile) & { key: number; at: Date };

// A call of hours must not grow the page without end.
const MOST_KEPT = 500;

/** What was written and sent in this call, and how much of it is still unread. */
export class Chat {
  readonly #entries = signal<readonly ChatEntry[]>([]);
  readonly #open = signal(false);
  readonly #unread = signal(0);
  #nextKey = 0;

  readonly entries = computed(() => this.#entries.value);
  readonly open = computed(() => this.#open.value);
  readonly unread = computed(() => this.#unread.value);
  /** What was begun and not sent; it outlives the panel. */
  readonly draft = signal('');

  add(entry: Said | SharedFile): void {
    const entries = [...this.#entries.value, { ...entry, key: this.#nextKey, at: new Date() }];
    this.#nextKey += 1;
    this.#entries.value = entries.slice(-MOST_KEPT);
    if (!this.#open.value && !entry.own) this.#unread.value += 1;
  }

  setOpen(open: boolean): void {
    this.#open.value = open;
    if (open) this.#unread.value = 0;
  }

  clear(): void {
    this.#entries.value = [];
    this.setOpen(false);
    this.#unread.value = 0;
    this.draft.value = '';
  }
}
