import type { Logger } from 'pino';
import type { Membership } from '../membership/membership.ts';
import type { Due, Registry } from '../membership/registry.ts';
import { StoreUnavailable } from '../membership/store-unavailable.ts';
import type { Departures } from './departures.ts';
import type { Lease } from './lease.ts';

/** How long a node may take to deal with a dead one before another tries. */
const CLAIM_MS = 10_000;
/** How many peers are dealt with in one round. */
const ROUND = 200;

export interface ReaperOptions {
  readonly node: string;
  readonly registry: Registry;
  readonly membership: Membership;
  readonly departures: Departures;
  readonly resumeWindowMs: number;
  readonly leaseMs: number;
  readonly lease: Pick<Lease, 'heldForMs'>;
  readonly log: Logger;
}

/**
 * Ends what dead nodes left behind: their peers are detached, and those whose window is over are removed and announced.
 * Every node does this; each step may be done twice, by two nodes at once, or stop in the middle, and comes out the
 * same: who removes a member from the store is who announces it. A node whose own lease is younger than a lease waits:
 * the store may have been away, and then the others have not renewed theirs yet, and nobody could come back.
 */
export async function reap(options: ReaperOptions): Promise<void> {
  if (options.lease.heldForMs < options.leaseMs) return;
  try {
    await orphanDead(options);
    await evictDue(options);
  } catch (error) {
    if (!(error instanceof StoreUnavailable)) throw error;
  }
}

async function orphanDead(options: ReaperOptions): Promise<void> {
  const { node, registry, membership, resumeWindowMs, log } = options;
  for (const dead of await registry.dead()) {
    if (dead.node === node || !(await registry.claim(dead.node, CLAIM_MS))) continue;
    let waiting = 0;
    for (const room of await registry.roomsOf(dead.node)) {
      const waits = await membership.orphan(room, dead, resumeWindowMs);
      for (const { id, ms } of waits) await registry.expect({ room, id }, ms);
      waiting += waits.length;
    }
    // Last: until all its peers are expected, another node must be able to do it again.
    await registry.bury(dead);
    log.warn({ deadNode: dead.node, waiting }, 'a node is dead; its peers may come back through others');
  }
}

async function evictDue({ registry, departures }: ReaperOptions): Promise<void> {
  const over = await registry.due(ROUND);
  await Promise.all(over.map((due) => evictOne(registry, departures, due)));
}

async function evictOne(registry: Registry, departures: Departures, due: Due): Promise<void> {
  // One that is not over is expected again, for what may be a moment only: it must not be taken for dealt with.
  if (await departures.evict(due.room, due.id)) await registry.settle(due);
}
