import { isSending } from './local-media.ts';
import type { LocalMedia } from './local-media.ts';
import { planUpload } from './upload-budget.ts';
import type { PeerPlan } from './upload-budget.ts';

/** What a person lets their pictures take, in bits a second; null is no limit, and 0 sound alone. */
export class UploadLimits {
  /** Towards all together, sound included. */
  budgetBps: number | null = null;
  /** Towards each, as far as they have no limit of their own. */
  #each: number | null = null;
  readonly #own = new Map<string, number | null>();

  setEach(bitsPerSecond: number | null): void {
    this.#each = bitsPerSecond;
  }

  /** Undefined gives a peer back what holds for all. */
  setOwn(peer: string, bitsPerSecond: number | null | undefined): void {
    if (bitsPerSecond === undefined) this.#own.delete(peer);
    else this.#own.set(peer, bitsPerSecond);
  }

  /** How to send what we have to these peers, in their order. */
  planFor(peers: readonly string[], media: LocalMedia): PeerPlan[] {
    const limits = peers.map((peer) => {
      const own = this.#own.get(peer);
      return own === undefined ? this.#each : own;
    });
    const showing = { camera: isSending(media, 'video'), screen: isSending(media, 'screen') };
    return planUpload(this.budgetBps, limits, showing);
  }
}
