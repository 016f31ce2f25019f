import type { PeerInfo } from './messages.ts';

export interface RosterChange {
  came: PeerInfo[];
  gone: PeerInfo[];
}

/**
 * Who is in the room beside us, as far as we were told. The whole truth, when it is told anew, comes out as the
 * difference to what was known, and what was known already changes nothing: so each coming and each going is news once.
 */
export class Roster {
  readonly #peers = new Map<string, PeerInfo>();
  // Ids we had before coming back; until the server has seen them off, they stand in its list as ghosts of ourselves.
  readonly #ownIds = new Set<string>();

  get peers(): PeerInfo[] {
    return [...this.#peers.values()];
  }

  /** A fresh membership under a new id: everything is new, and nobody comes or goes by it. Gives who is here. */
  begin(ownId: string, peers: readonly PeerInfo[]): PeerInfo[] {
    this.#ownIds.add(ownId);
    this.#peers.clear();
    return peers.filter((peer) => this.add(peer));
  }

  /** The whole truth. */
  replace(peers: readonly PeerInfo[]): RosterChange {
    const here = new Set(peers.map(({ id }) => id));
    const gone = this.peers.filter(({ id }) => !here.has(id));
    for (const { id } of gone) this.#peers.delete(id);
    return { gone, came: peers.filter((peer) => this.add(peer)) };
  }

  /** False where this is no news. */
  add({ id, name }: PeerInfo): boolean {
    if (this.#ownIds.has(id) || this.#peers.has(id)) return false;
    this.#peers.set(id, name === undefined ? { id } : { id, name });
    return true;
  }

  /** False where this is no news. */
  remove(id: string): boolean {
    return this.#peers.delete(id);
  }
}
