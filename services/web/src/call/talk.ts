import type { PeerView } from '@parley/client/peer-view';
import type { Room } from '@parley/client/room';
import { signal } from '@preact/signals';
import type { ReadonlySignal } from '@preact/signals';
import type { CallPart } from './call-part.ts';
import { Chat } from './chat.ts';
import { reachOf } from './reach.ts';
import { IncomingTransfer, Transfer } from './shared-file.ts';

/** Why a file was not sent. */
export type FileProblem = 'folder' | 'nobody';

/** What is written and sent in a call. */
export class Talk implements CallPart {
  readonly chat = new Chat();
  /** The one person whom files go to; undefined for everybody. */
  readonly fileTarget = signal<string | undefined>(undefined);
  readonly fileProblem = signal<FileProblem | undefined>(undefined);
  readonly #ownName: ReadonlySignal<string>;
  #room: Room | undefined;

  constructor(ownName: ReadonlySignal<string>) {
    this.#ownName = ownName;
  }

  attach(room: Room): () => void {
    this.#room = room;
    const off = [
      room.on('text', ({ from: { name = '' }, text }) =>
        this.chat.add({ kind: 'text', from: name, own: false, text, later: [], missed: [] }),
      ),
      room.on('file', ({ from: { name: from = '' }, file }) => {
        const { name, size } = file;
        const transfers = [new IncomingTransfer(from, file)];
        this.chat.add({ kind: 'file', from, own: false, name, size, transfers });
      }),
      room.on('gone', ({ id }) => {
        if (this.fileTarget.value === id) this.fileTarget.value = undefined;
      }),
    ];
    return () => {
      for (const each of off) each();
      this.#room = undefined;
      this.chat.clear();
      this.fileTarget.value = undefined;
      this.fileProblem.value = undefined;
    };
  }

  /** Says a text to everybody; false when nobody could hear it. */
  say(text: string): boolean {
    const { later, missed } = reachOf(this.#room?.peers ?? []);
    if (this.#room === undefined || this.#room.say(text) === 0) return false;
    this.chat.add({ kind: 'text', from: this.#ownName.value, own: true, text, later, missed });
    return true;
  }

  /** Offers files to whom they are meant for. A folder, which cannot be read, stands as null. */
  offer(files: readonly (File | null)[]): void {
    const room = this.#room;
    const peers = this.#meant(room?.peers ?? []);
    this.fileProblem.value = files.includes(null) ? 'folder' : undefined;
    if (room === undefined || peers.length === 0) {
      this.fileProblem.value = 'nobody';
      return;
    }
    for (const file of files) {
      if (file === null) continue;
      const { name, size } = file;
      const transfers = peers.map((peer) => new Transfer(peer.name ?? '', room.sendFile(peer.id, file)));
      this.chat.add({ kind: 'file', from: this.#ownName.value, own: true, name, size, transfers });
    }
  }

  #meant(peers: readonly PeerView[]): PeerView[] {
    const target = this.fileTarget.value;
    return peers.filter(({ id, path }) => path !== 'ended' && (target === undefined || id === target));
  }
}
