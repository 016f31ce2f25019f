import type { ByeReason } from '@parley/client/messages';
import type { PeerPath } from '@parley/client/peer-path';
import type { PeerView } from '@parley/client/peer-view';
import type { Room } from '@parley/client/room';
import type { SignalingState } from '@parley/client/signaling-events';
import { signal } from '@preact/signals';
import type { ReadonlySignal } from '@preact/signals';
import type { CallPart } from './call-part.ts';

/** Something that happened in the call. */
export type Happening =
  | { what: 'came' | 'pathLost' | 'pathBack'; name: string | undefined }
  | { what: 'gone'; name: string | undefined; reason: ByeReason }
  | { what: 'said'; name: string | undefined; text: string }
  | { what: 'offered'; name: string | undefined; file: string }
  | { what: 'away' | 'back' };

/** What happened last, for people who hear the page rather than see it. */
export class News implements CallPart {
  readonly latest = signal<Happening | undefined>(undefined);
  readonly #chatOpen: ReadonlySignal<boolean>;
  readonly #paths = new Map<string, PeerPath>();
  #isAway = false;

  /** While the chat is open, it tells of what is written by itself. */
  constructor(chatOpen: ReadonlySignal<boolean>) {
    this.#chatOpen = chatOpen;
  }

  attach(room: Room): () => void {
    const off = [
      room.on('state', (state) => this.#state(state)),
      room.on('peer', (view) => this.#came(view)),
      room.on('change', (view) => this.#changed(view)),
      room.on('gone', ({ id, name, reason }) => {
        this.#paths.delete(id);
        this.latest.value = { what: 'gone', name, reason };
      }),
      room.on('text', ({ from: { name }, text }) => {
        if (!this.#chatOpen.value) this.latest.value = { what: 'said', name, text };
      }),
      room.on('file', ({ from: { name }, file }) => {
        if (!this.#chatOpen.value) this.latest.value = { what: 'offered', name, file: file.name };
      }),
    ];
    return () => {
      for (const each of off) each();
      this.#paths.clear();
      this.#isAway = false;
      this.latest.value = undefined;
    };
  }

  // The number of the try that failed is no news.
  #state({ name }: SignalingState): void {
    const isAway = name === 'away';
    if (isAway !== this.#isAway) this.latest.value = { what: isAway ? 'away' : 'back' };
    this.#isAway = isAway;
  }

  // Once more after we joined anew; for the others in the call nobody came.
  #came({ id, name, path }: PeerView): void {
    if (!this.#paths.has(id)) this.latest.value = { what: 'came', name };
    this.#paths.set(id, path);
  }

  #changed({ id, name, path }: PeerView): void {
    const before = this.#paths.get(id);
    this.#paths.set(id, path);
    if (before === 'connected' && path === 'interrupted') this.latest.value = { what: 'pathLost', name };
    if (before === 'interrupted' && path === 'connected') this.latest.value = { what: 'pathBack', name };
  }
}
