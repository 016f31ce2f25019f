import type { Cluster, Redis } from 'ioredis';

/** Each master that has slots is connected. */
export function connected(cluster: Cluster): boolean {
  return cluster.status === 'ready' && owners(cluster).every((master) => master?.status === 'ready');
}

/**
 * Asks each master that has slots for a sign of life, which also connects those not asked before. Rejects where one
 * does not give it, and has the map of the Cluster drawn anew: another may have taken its place.
 */
export async function askMasters(cluster: Cluster): Promise<void> {
  if (cluster.status !== 'ready') throw new Error('the Cluster is not connected');
  try {
    await Promise.all(owners(cluster).map(ask));
  } catch (error) {
    cluster.refreshSlotsCache();
    throw error;
  }
}

async function ask(master: Redis | undefined): Promise<void> {
  if (!master) throw new Error('a master of the Cluster is away');
  // A master that cannot see most of the others answers, and refuses every command.
  if (!(await master.cluster('INFO')).includes('cluster_state:ok')) throw new Error('the Cluster is down');
}

/** Who has slots; undefined for one without a connection. */
function owners(cluster: Cluster): (Redis | undefined)[] {
  // The first key of a slot is its master's.
  const keys = new Set(cluster.slots.map((servers) => servers[0]));
  const masters = cluster.nodes('master');
  return [...keys].map((key) => masters.find(({ options }) => `${options.host}:${options.port}` === key));
}
