const SLAB_BYTES = 262_144;

/**
 * Memory to write from. A Buffer a write costs more in garbage collection than its bytes cost to copy; most writes are
 * with the kernel as soon as they are made, and what they were made in can serve the next one.
 */
export class WriteSlab {
  #slab = Buffer.allocUnsafeSlow(SLAB_BYTES);
  #at = 0;

  /** Gives memory for one write. It stays in use until it is given back; what never is, is left to the collector. */
  take(bytes: number): Buffer {
    if (bytes > SLAB_BYTES) return Buffer.allocUnsafe(bytes);
    if (this.#at + bytes > SLAB_BYTES) {
      this.#slab = Buffer.allocUnsafeSlow(SLAB_BYTES);
      this.#at = 0;
    }
    const taken = this.#slab.subarray(this.#at, this.#at + bytes);
    this.#at += bytes;
    return taken;
  }

  /** What was taken last is not in use any more. */
  giveBack(taken: Buffer): void {
    const isLast = taken.buffer === this.#slab.buffer && taken.byteOffset + taken.length === this.#at;
    if (isLast) this.#at -= taken.length;
  }
}
