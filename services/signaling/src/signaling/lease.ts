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
}

/**
 * Renews the node's lease once: only when its own word comes back to it through the relay, so that a node that others
 * cannot reach is given up like a dead one. Gives whether the lease is held.
 */
export async function renewLease(options: LeaseOptions): Promise<boolean> {
  const { node, registry, marks, leaseMs, log, regained } = options;
  if (!(await marks.ask(node, leaseMs / 3))) {
    log.warn('this node does not hear itself through the relay; its lease is not renewed');
    return false;
  }
  try {
    if (!(await registry.renew(node, leaseMs))) await regained();
    return true;
  } catch (error) {
    if (!(error instanceof StoreUnavailable)) log.error({ err: error }, 'lease not renewed');
    return false;
  }
}
