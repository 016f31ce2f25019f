import type { Room } from '@parley/client/room';
import { signal } from '@preact/signals';
import type { CallPart } from './call-part.ts';
import { isLineTooNarrow } from './narrow-line.ts';
import { bitsPerSecond } from './send-limits.ts';
import type { SendLimit, UploadBudget } from './send-limits.ts';

/** So many looks, two seconds apart, is a line watched before pictures are given up. */
const LOOKS_BEFORE_FALLBACK = 8;

/** What a person lets the call take of their line, and what it takes. */
export class Bandwidth implements CallPart {
  readonly budget = signal<UploadBudget>('unlimited');
  /** Towards each person who has no limit of their own. */
  readonly each = signal<SendLimit>('unlimited');
  readonly own = signal<ReadonlyMap<string, SendLimit>>(new Map());
  readonly sentBps = signal(0);
  /** Pictures were given up, since the line did not carry them beside the sound. */
  readonly fellBack = signal(false);
  #room: Room | undefined;
  #narrowLooks = 0;
  #before: SendLimit = 'unlimited';
  // Whoever wanted their picture back knows better from then on.
  #mayFallBack = true;

  attach(room: Room): () => void {
    this.#room = room;
    void room.setMaxVideoBitrate(bitsPerSecond(this.each.value));
    void room.setUploadBudget(bitsPerSecond(this.budget.value));
    const off = [
      room.on('upload', ({ sentBps }) => {
        this.sentBps.value = sentBps;
        this.#look(room);
      }),
      room.on('gone', ({ id }) => this.#forget(id)),
    ];
    return () => {
      for (const each of off) each();
      this.#room = undefined;
      this.own.value = new Map();
      this.sentBps.value = 0;
      this.fellBack.value = false;
      this.#narrowLooks = 0;
      this.#mayFallBack = true;
    };
  }

  limitTo(peer: string): SendLimit {
    return this.own.value.get(peer) ?? this.each.value;
  }

  async setBudget(budget: UploadBudget): Promise<void> {
    this.budget.value = budget;
    await this.#room?.setUploadBudget(bitsPerSecond(budget));
  }

  async setEach(limit: SendLimit): Promise<void> {
    this.each.value = limit;
    this.fellBack.value = false;
    await this.#room?.setMaxVideoBitrate(bitsPerSecond(limit));
  }

  /** Takes a fallback back, for this visit for good. */
  async sendPictures(): Promise<void> {
    this.#mayFallBack = false;
    await this.setEach(this.#before);
  }

  /** Undefined: as all the others. */
  async setOwn(peer: string, limit: SendLimit | undefined): Promise<void> {
    const own = new Map(this.own.value);
    if (limit === undefined) own.delete(peer);
    else own.set(peer, limit);
    this.own.value = own;
    await this.#room?.setMaxVideoBitrate(limit === undefined ? undefined : bitsPerSecond(limit), peer);
  }

  #look(room: Room): void {
    this.#narrowLooks = isLineTooNarrow(room.peers) ? this.#narrowLooks + 1 : 0;
    if (this.#narrowLooks < LOOKS_BEFORE_FALLBACK || !this.#mayFallBack || this.each.value === 'sound')
      return;
    this.#before = this.each.value;
    void this.setEach('sound');
    this.fellBack.value = true;
  }

  #forget(peer: string): void {
    if (!this.own.value.has(peer)) return;
    this.own.value = new Map([...this.own.value].filter(([id]) => id !== peer));
  }
}
