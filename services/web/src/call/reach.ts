import type { PeerView } from '@parley/client/peer-view';

/** Who gets what is said now, by name. */
export interface Reach {
  now: string[];
  /** Once their path is back. */
  later: string[];
  /** Not this time: there is no path to them yet. */
  missed: string[];
}

export function reachOf(peers: readonly PeerView[]): Reach {
  const reach: Reach = { now: [], later: [], missed: [] };
  for (const { name = '', path, hears } of peers) {
    // Who closed their connection is on the way out, or back in under a new id.
    if (path === 'ended') continue;
    if (!hears) reach.missed.push(name);
    else if (path === 'interrupted') reach.later.push(name);
    else reach.now.push(name);
  }
  return reach;
}
