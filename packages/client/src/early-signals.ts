// More than any browser sends to open one connection; a peer that says more before it is known to be here is at fault.
const MOST_OF_ONE_PEER = 64;
const MOST_PEERS = 16;

/** Signals that overtook the news of their sender's coming, which may travel another way than they do. */
export class EarlySignals {
  readonly #kept = new Map<string, unknown[]>();

  keep(from: string, data: unknown): void {
    const kept = this.#kept.get(from) ?? [];
    if (kept.length >= MOST_OF_ONE_PEER || (kept.length === 0 && this.#kept.size >= MOST_PEERS)) return;
    kept.push(data);
    this.#kept.set(from, kept);
  }

  take(from: string): unknown[] {
    const kept = this.#kept.get(from) ?? [];
    this.#kept.delete(from);
    return kept;
  }

  clear(): void {
    this.#kept.clear();
  }
}
