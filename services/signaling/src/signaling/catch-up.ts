import { StoreUnavailable } from '../membership/store-unavailable.ts';
import type { Comparison } from './comparison.ts';
import type { NodeContext } from './node-context.ts';

/**
 * What a node does that was deaf for a while, given up by others, or whose store was away: it holds its rooms against
 * the store, and those that it was noted for.
 */
export class CatchUp {
  readonly #context: NodeContext;
  readonly #comparison: Comparison;
  #behind = false;
  #askedAgain = false;
  #running: Promise<void> | undefined;

  constructor(context: NodeContext, comparison: Comparison) {
    this.#context = context;
    this.#comparison = comparison;
  }

  /** Something was missed and is not made up for: the store could not be asked about all of it. */
  get behind(): boolean {
    return this.#behind;
  }

  /** The same, or a room is being held against the store right now. */
  get unfinished(): boolean {
    return this.#behind || this.#comparison.busy;
  }

  stop(): void {
    this.#comparison.stop();
  }

  /** Something was missed; to be made up for with the next lease. */
  fallBehind(): void {
    this.#behind = true;
    this.#askedAgain = true;
  }

  /** Never rejects; leaves `behind` true where it has to be done again. */
  run(): Promise<void> {
    this.#behind = true;
    this.#askedAgain = this.#running !== undefined;
    return (this.#running ??= this.#run().finally(() => (this.#running = undefined)));
  }

  async #run(): Promise<void> {
    const { rooms, registry, node, observer, log } = this.#context;
    this.#askedAgain = false;
    // Begun before anything is awaited: what comes for the peers of these rooms waits from here on.
    const compared = Promise.all([...rooms.names()].map((name) => this.#comparison.run(name)));
    try {
      const noted = await registry.roomsOf(node);
      const here = new Set(rooms.names());
      const others = noted.filter((name) => !here.has(name));
      const looked = await Promise.all(others.map((name) => this.#comparison.run(name)));
      this.#behind = ![...(await compared), ...looked].every(Boolean) || this.#askedAgain;
    } catch (error) {
      await compared;
      if (error instanceof StoreUnavailable) return;
      observer.fault('background');
      log.error({ err: error }, 'could not catch up');
    }
  }
}
