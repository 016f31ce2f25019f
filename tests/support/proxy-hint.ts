import { poll } from './poll.ts';
import { TestClient, freshRoom } from './test-client.ts';
import type { Target } from './test-client.ts';

/** Joins are limited for each address. */
const BETWEEN_TRIES_MS = 50;

/**
 * A value for `?room=` that the proxy sends to a node as wanted: the way to put the peers of one room on different
 * nodes. Waits, since a proxy takes a while to hear of a node that has just come.
 */
export async function hintTo(target: Target, isWanted: (node: string) => boolean): Promise<string> {
  let hint = '';
  const found = async () => {
    hint = freshRoom();
    await using client = await TestClient.join(target, hint);
    return isWanted(client.joined.node);
  };
  await poll('the proxy sends a room to the node that is wanted', found, 30_000);
  return hint;
}

/**
 * Waits until the proxy sends rooms to all of so many nodes. Before it has heard of a node that has just come, or
 * forgotten one that went, it may send the second peer of a room elsewhere than the first.
 */
export async function reachesAll(target: Target, nodes: number): Promise<void> {
  const reached = new Set<string>();
  const reachesThem = async () => {
    await using client = await TestClient.join(target, freshRoom());
    reached.add(client.joined.node);
    return reached.size >= nodes;
  };
  await poll(`the proxy sends rooms to ${nodes} nodes`, reachesThem, 30_000, BETWEEN_TRIES_MS);
}
