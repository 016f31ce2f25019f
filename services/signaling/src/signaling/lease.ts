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
  readonly regained: () => Promise<void>;
  /** Milliseconds of a clock that never goes back and goes on while the process is frozen. */
  readonly now?: () => number;
}

/** This node's promise to the others that it lives and hears them. */
export class Lease {
  readonly #options: LeaseOptions;
  readonly #now: () => number;
  #renewedAt = -Infinity;
  #heldSince = 0;
  #known = false;

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

  /**
   * Renews the lease: only when the node's own word comes back to it through the relay, so that a node that others
   * cannot reach is given up like a dead one. Never rejects; gives whether the lease is held.
   */
  async renew(): Promise<boolean> {
    const { node, marks, leaseMs, log, regained } = this.#options;
    if (!(await marks.ask(node, leaseMs / 3))) {
      log.warn('this node does not hear itself through the relay; its lease is not renewed');
      return false;
    }
    try {
      if (!(await this.#prolong())) await regained();
      return true;
    } catch (error) {
      if (!(error instanceof StoreUnavailable)) log.error({ err: error }, 'lease not renewed');
      return false;
    }
  }

  /** Takes the first lease: a node that others do not know of could die without anybody missing it. */
  async begin(): Promise<void> {
    if (!this.#known) await this.#prolong();
  }

  async #prolong(): Promise<boolean> {
    const { registry, node, leaseMs } = this.#options;
    const askedAt = this.#now();
    const heldHere = this.held;
    const heldThere = await registry.renew(node, leaseMs);
    if (!heldHere || !heldThere) this.#heldSince = askedAt;
    this.#renewedAt = askedAt;
    this.#known = true;
    return heldThere;
  }
}
