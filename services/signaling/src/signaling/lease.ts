import type { Logger } from 'pino';
import type { Registry } from '../membership/registry.ts';
import { StoreUnavailable } from '../membership/store-unavailable.ts';
import type { Marks } from './marks.ts';

export interface LeaseOptions {
  readonly node: string;
  readonly registry: Registry;
  readonly marks: Marks;
  readonly leaseMs: number;
  readonly log: Logger;
  /** The lease had run out: others may have given up on the peers of this node. */
  readonly regained: () => void;
  /** Milliseconds of a clock that never goes back and goes on while the process is frozen. */
  readonly now?: () => number;
}

/** This node's promise to the others that it lives and hears them. */
export class Lease {
  readonly #options: LeaseOptions;
  readonly #now: () => number;
  #renewedAt = -Infinity;
  #heldSince = 0;
  #term = 0;
  #doubts = 0;
  #sure = false;
  #doubtedAt = -Infinity;
  #renewing: Promise<boolean> | undefined;

  constructor(options: LeaseOptions) {
    this.#options = options;
    this.#now = options.now ?? (() => performance.now());
  }

  /**
   * Whether others still count on this node, as far as its own clock tells. A node that was frozen finds out here that
   * it may have been given up, before it does anything else.
   */
  get held(): boolean {
    return this.#now() - this.#renewedAt < this.#options.leaseMs;
  }

  /** How long it is held without a break, in ms; 0 where it is not. */
  get heldForMs(): number {
    return this.held ? this.#now() - this.#heldSince : 0;
  }

  /** The term that the store gave the lease when it was last renewed. */
  get term(): number {
    return this.#term;
  }

  /** Changes whenever the store may have forgotten what this node told it: with each term, and with each doubt. */
  get stamp(): string {
    return `${this.#term}:${this.#doubts}`;
  }

  /** The store may have lost the lease: it has to be renewed before anybody relies on it. */
  doubt(): void {
    this.#doubts += 1;
    this.#sure = false;
    this.#doubtedAt = this.#now();
  }

  /**
   * How long ago the store may have lost its memory, or this node the store, in ms: for a lease others may not have put
   * back what they hold. 0 where the lease has run out.
   */
  get doubtedForMs(): number {
    return this.#term > 0 && !this.held ? 0 : this.#now() - this.#doubtedAt;
  }

  /** Renews the lease. Gives whether the store has it; that it is away is no error. */
  renew(): Promise<boolean> {
    return (this.#renewing ??= this.#renew().finally(() => (this.#renewing = undefined)));
  }

  /**
   * Makes sure that the lease is held before a peer is let in: a node that others do not know of could die without
   * anybody missing it. Throws StoreUnavailable where it cannot be had.
   */
  async ensure(): Promise<void> {
    // One renewal may be under way that began before the doubt.
    for (let attempt = 0; attempt < 2; attempt += 1) {
      if (this.held && this.#sure) return;
      if (!(await this.renew())) break;
    }
    if (this.held && this.#sure) return;
    throw new StoreUnavailable(new Error('this node has no lease'));
  }

  #begin(): void {
    this.#heldSince = this.#now();
    // Others may have been without the store as long, and have put back nothing yet.
    if (this.#term > 0) this.#doubtedAt = this.#heldSince;
  }

  // Only when the node's own word comes back to it through the relay, so that a node that others cannot reach is given
  // up like a dead one.
  async #renew(): Promise<boolean> {
    const { node, registry, marks, leaseMs, log, regained } = this.#options;
    if (!(await marks.ask(node, leaseMs / 3))) {
      log.warn('this node does not hear itself through the relay; its lease is not renewed');
      return false;
    }
    try {
      const askedAt = this.#now();
      const heldHere = this.held;
      const doubts = this.#doubts;
      const { held, term } = await registry.renew(node, leaseMs);
      if (!heldHere || !held) this.#begin();
      this.#renewedAt = askedAt;
      this.#term = term;
      this.#sure = doubts === this.#doubts;
      if (!held) regained();
      return true;
    } catch (error) {
      if (!(error instanceof StoreUnavailable)) throw error;
      return false;
    }
  }
}
