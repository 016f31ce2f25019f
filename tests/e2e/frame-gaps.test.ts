// The measure itself: that it sees a picture which stands still, and one which does not.
import { describe, expect, it } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { startEmbedded } from '../support/embedded-process.ts';
import { longestGapMs, noteFrames } from '../support/frame-gaps.ts';
import { poll } from '../support/poll.ts';
import { has } from '../support/requirements.ts';
import { freshRoom } from '../support/test-client.ts';

describe('the longest time without a new picture', () => {
  it.each([
    ['between two pictures', { from: 0, until: 700, shown: [100, 200, 600, 650] }, 400],
    ['before the first', { from: 0, until: 700, shown: [550, 600, 650] }, 550],
    ['after the last', { from: 0, until: 900, shown: [100, 200, 300] }, 600],
    ['all the time, where there was none', { from: 50, until: 900, shown: [] }, 850],
  ])('is found %s', (_where, times, gap) => {
    expect(longestGapMs(times)).toBe(gap);
  });

  it.skipIf(!has.chromium)('is long where the other stands still for a moment', async () => {
    await using server = await startEmbedded();
    await using annsLaptop = await launchBrowser();
    await using bobsLaptop = await launchBrowser();
    await using ann = await annsLaptop.visitor();
    await using bob = await bobsLaptop.visitor();
    const room = freshRoom();
    await ann.enter(server.http, room, 'Ann');
    await bob.enter(server.http, room, 'Bob');
    await Promise.all([ann.receivesVideo(), bob.receivesVideo()]);
    const stop = await noteFrames(ann.page);
    using nap = await bobsLaptop.sleep();
    await poll('Bob stood still for a second', () => performance.now() - nap.since > 1_000);
    nap.wake();
    await ann.receivesVideo();
    expect(longestGapMs(await stop())).toBeGreaterThan(500);
  });
});
