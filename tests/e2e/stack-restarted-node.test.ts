// The Compose stack with two nodes, one of which is away for a moment: less than it takes nginx to forget its address.
import { describe, expect, it } from 'vitest';
import { poll } from '../support/poll.ts';
import { has } from '../support/requirements.ts';
import { containersOf, docker, metricsOf, stack } from '../support/stack.ts';
import { TestClient, freshRoom } from '../support/test-client.ts';

// An address may connect so often and no oftener.
const BETWEEN_TRIES_MS = 200;

describe.skipIf(!has.docker)('a node that was restarted', () => {
  it('has no client wait for it meanwhile, and takes all of its rooms again', async () => {
    await using open = new AsyncDisposableStack();
    const enter = async () => open.use(await TestClient.join(stack, freshRoom())).joined.node;
    const enterRooms = (count: number) => Promise.all(Array.from({ length: count }, enter));
    const [container = expect.fail('no node runs')] = await containersOf('signaling');

    await docker('restart', '--time', '0', container);
    // It hardly listens yet, and some of these are rooms of its own.
    await enterRooms(16);
    let restarted: string | undefined;
    await poll('it listens', async () => (restarted = await nodeIn(container)) !== undefined);
    await poll('somebody gets to it', async () => (await enter()) === restarted, 30_000, BETWEEN_TRIES_MS);
    // Whoever was the first to come to it again still talks, and the others must not wait for the end of that.
    const nodes = await enterRooms(16);
    expect(nodes.filter((node) => node === restarted).length).toBeGreaterThan(1);
  }, 60_000);
});

/** The node that a container runs; undefined while it does not answer. */
async function nodeIn(container: string): Promise<string | undefined> {
  const text = await metricsOf(container).catch(() => '');
  return /node="([^"]+)"/.exec(text)?.[1];
}
