// A laptop that sleeps in the middle of a call: all processes of its browser stand still, and when they go on, their
// connection to the node is gone without a word.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import type { Nap, TestBrowser } from '../support/browser.ts';
import type { CallPage } from '../support/call-page.ts';
import { startEmbedded } from '../support/embedded-process.ts';
import { poll } from '../support/poll.ts';
import { has } from '../support/requirements.ts';
import { tcpProxy } from '../support/tcp-proxy.ts';
import { freshRoom } from '../support/test-client.ts';

/** Without a doubt about its connection a page takes 30 seconds to give it up. */
const UNDOUBTED_MS = 30_000;

describe.skipIf(!has.chromium)('a page that sleeps in a call', () => {
  let annsLaptop: TestBrowser;
  let browser: TestBrowser;

  beforeAll(async () => {
    [annsLaptop, browser] = await Promise.all([launchBrowser(), launchBrowser()]);
  });

  afterAll(async () => {
    await Promise.all([annsLaptop?.[Symbol.asyncDispose](), browser?.[Symbol.asyncDispose]()]);
  });

  afterEach(() => {
    annsLaptop.checkComplaints();
    browser.checkComplaints();
  });

  it('resumes within seconds of waking, and the call was never touched', async () => {
    await using server = await startEmbedded({ RESUME_WINDOW_MS: '120000' });
    await using path = await tcpProxy('127.0.0.1', portOf(server.http));
    await path.up();
    await using ann = await annsLaptop.visitor();
    await using bob = await browser.visitor();
    await callBetween(ann, `http://localhost:${path.port}`, bob, server.http);
    const { id, room } = ann.joined;
    const connections = await ann.page.evaluate(() => window.parleyProbe.connections.length);
    using nap = await annsLaptop.sleep();
    path.forget();
    await bob.page.getByText('Path interrupted, waiting for it…').waitFor();
    await longEnough(nap);
    nap.wake();
    const wokeAt = performance.now();
    await ann.tellsOfLoss();
    await ann.comesBack();
    expect(performance.now() - wokeAt).toBeLessThan(UNDOUBTED_MS - 10_000);
    expect(ann.joined).toMatchObject({ type: 'resumed', id, room });
    expect(await ann.banners()).toEqual(['Reconnecting, you can keep talking.']);
    await ann.page
      .getByRole('status')
      .filter({ hasText: /^You were away for \d+ seconds, back now\.$/ })
      .waitFor();
    expect(await ann.page.evaluate(() => window.parleyProbe.connections.length)).toBe(connections);
    await Promise.all([ann.company('Bob'), bob.company('Ann')]);
    await Promise.all([ann.receivesVideo(), bob.receivesVideo()]);
    expect(await bob.banners()).toEqual([]);
  });

  it('past the window waits for a seat where the room is full by then, and joins anew when there is one', async () => {
    await using server = await startEmbedded({
      ROOM_CAPACITY: '2',
      RESUME_WINDOW_MS: '1000',
      PING_INTERVAL_MS: '500',
      PING_TIMEOUT_MS: '1000',
    });
    await using path = await tcpProxy('127.0.0.1', portOf(server.http));
    await path.up();
    await using ann = await annsLaptop.visitor();
    await using bob = await browser.visitor();
    await callBetween(ann, `http://localhost:${path.port}`, bob, server.http);
    const { id, room } = ann.joined;
    using nap = await annsLaptop.sleep();
    path.forget();
    await bob.company(); // the window is over
    await using cleo = await browser.visitor({ devices: 'denied' });
    await cleo.enter(server.http, room, 'Cleo');
    await longEnough(nap);
    nap.wake();
    const waiting = 'The room is full just now. Waiting for your seat, you can keep talking.';
    await ann.page.getByText(waiting).waitFor();
    await cleo.leave();
    await ann.tryNow();
    await ann.comesBack();
    expect((await ann.banners()).at(-1)).toBe(waiting);
    expect(ann.joined).toMatchObject({ type: 'joined', room });
    expect(ann.joined.id).not.toBe(id);
    await Promise.all([ann.company('Bob'), bob.company('Ann')]);
    await Promise.all([ann.receivesVideo(), bob.receivesVideo()]);
    await ann.say('I fell asleep');
    await bob.hear('I fell asleep');
  });
});

/** What stands still shorter than this may just have been busy. */
function longEnough(nap: Nap): Promise<void> {
  return poll('the laptop slept for a while', () => performance.now() - nap.since > 8_000);
}

async function callBetween(ann: CallPage, annsOrigin: string, bob: CallPage, bobsOrigin: string) {
  const room = freshRoom();
  await ann.enter(annsOrigin, room, 'Ann');
  await bob.enter(bobsOrigin, room, 'Bob');
  await Promise.all([ann.company('Bob'), bob.company('Ann')]);
  await Promise.all([ann.receivesVideo(), bob.receivesVideo()]);
}

function portOf(address: string): number {
  return Number(new URL(address).port);
}
