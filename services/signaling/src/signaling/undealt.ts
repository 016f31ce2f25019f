/** What came from each node and is not dealt with yet: it waits for a peer that is arriving, or is on its way back. */
export class Undealt {
  readonly #works = new Map<string, Set<Promise<unknown>>>();

  /** Notes work for what came from a node. Resolves with it. */
  async note(node: string, work: Promise<unknown>): Promise<void> {
    const works = this.#works.get(node) ?? new Set();
    this.#works.set(node, works);
    works.add(work);
    await work;
    works.delete(work);
    if (works.size === 0) this.#works.delete(node);
  }

  /** Resolves once all that came from a node so far is dealt with; undefined where it is. */
  of(node: string): Promise<unknown> | undefined {
    const works = this.#works.get(node);
    return works && Promise.all(works);
  }
}
