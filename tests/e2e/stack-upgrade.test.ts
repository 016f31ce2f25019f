// `make upgrade` on the whole stack, in the middle of a conversation.
import { expect, it } from 'vitest';
import { has } from '../support/requirements.ts';
import { ResumingClient } from '../support/resuming-client.ts';
import { containersOf, runScript, stack } from '../support/stack.ts';
import { freshRoom } from '../support/test-client.ts';

it.skipIf(!has.docker)(
  'all nodes are replaced, and nobody loses a place or a message',
  async () => {
    const room = freshRoom();
    const old = await containersOf('signaling');
    await using ann = await ResumingClient.join(room, () => stack, 'takes over');
    await using bob = await ResumingClient.join(room, () => stack, 'closes first');
    let said = 0;
    const talking = setInterval(() => {
      ann.say(said);
      bob.say(said);
      said += 1;
    }, 50);
    try {
      expect(await runScript('scripts/upgrade.sh')).toContain('2 new nodes run in the place of 2 old ones.');
    } finally {
      clearInterval(talking);
    }
    await Promise.all([ann.settle(), bob.settle()]);
    await expect.poll(() => [ann.heard.length, bob.heard.length]).toEqual([said, said]);

    const now = await containersOf('signaling');
    expect(now).toHaveLength(2);
    expect(now.filter((container) => old.includes(container))).toEqual([]);
    expect(ann.moves + bob.moves).toBeGreaterThanOrEqual(2);
    expect([...ann.complaints, ...bob.complaints]).toEqual([]);
    const numbers = Array.from({ length: said }, (_, index) => index);
    expect(ann.heard.map(({ data }) => data)).toEqual(numbers);
    expect(bob.heard.map(({ data }) => data)).toEqual(numbers);
  },
  120_000,
);
