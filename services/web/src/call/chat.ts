import { computed, signal } from '@preact/signals';

export interface ChatEntry {
  key: number;
  from: string;
  own: boolean;
  text: string;
  at: Date;
}

// A call of hours must not grow the page without end.
const MOST_KEPT = 500;

/** What was written in this call, and how much of it is still unread. */
export class Chat {
  readonly #entries = signal<readonly ChatEntry[]>([]);
  readonly #open = signal(false);
  readonly #unread = signal(0);
  #nextKey = 0;

  readonly entries = computed(() => this.#entries.value);
  readonly open = computed(() => this.#open.value);
  readonly unread = computed(() => this.#unread.value);

  add(entry: Pick<ChatEntry, 'from' | 'own' | 'text'>): void {
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
  }
}
