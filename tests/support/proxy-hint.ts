import { poll } from './poll.ts';
import { TestClient, freshRoom } from './test-client.ts';
import type { Target } from './test-client.ts';

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
