// What `make run` serves, used by people in a real browser.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { REFUSED_SOCKET, launchBrowser } from '../support/browser.ts';
import type { TestBrowser } from '../support/browser.ts';
import { startEmbedded } from '../support/embedded-process.ts';
import type { EmbeddedProcess } from '../support/embedded-process.ts';
import { negotiation, videoSending } from '../support/page-stats.ts';
import { has } from '../support/requirements.ts';
import { JOIN_TOKEN_SECRET, roomToken } from '../support/room-token.ts';
import { reservePort } from '../support/reserve-port.ts';
import { freshRoom } from '../support/test-client.ts';

describe.skipIf(!has.chromium)('a call through one process', () => {
  let browser: TestBrowser;
  let server: EmbeddedProcess;

  beforeAll(async () => {
    [browser, server] = await Promise.all([launchBrowser(), startEmbedded()]);
  });

  afterAll(async () => {
    await Promise.all([browser?.[Symbol.asyncDispose](), server?.[Symbol.asyncDispose]()]);
  });

  afterEach(() => browser.checkComplaints());

  it('two people see each other and chat, and limit what is sent without a new negotiation', async () => {
    const room = freshRoom();
    await using ann = await browser.visitor();
    await using bob = await browser.visitor();
    await ann.enter(server.http, room, 'Ann');
    await bob.enter(server.http, room, 'Bob');
    await Promise.all([ann.company('Bob'), bob.company('Ann')]);
    await Promise.all([ann.receivesVideo(), bob.receivesVideo()]);
    await ann.say('Hello, Bob');
    await bob.hear('Hello, Bob');
    await bob.say('Hello, Ann <b>&amp;</b>');
    await ann.hear('Hello, Ann <b>&amp;</b>');

    const before = await negotiation(ann.page);
    const limits = async () => (await videoSending(ann.page)).map(({ maxBitrate }) => maxBitrate);
    await ann.see('open-bandwidth').click();
    await ann.see('bandwidth').selectOption('125');
    await expect.poll(limits).toEqual([125_000]);
    await expect
      .poll(async () => (await videoSending(ann.page))[0]?.targetBitrate)
      .toBeLessThanOrEqual(125_000);
    await ann.see('bandwidth').selectOption('unlimited');
    await expect.poll(limits).toEqual([null]);
    const after = await negotiation(ann.page);
    expect(after.changes).toBe(before.changes);
    // What was sent is what the browser said: nobody wrote a bandwidth line into it.
    expect(after.descriptions.join('')).not.toMatch(/^b=/m);
    await bob.receivesVideo();
  });

  it('whoever comes to a full room is told so, and gets in when there is a place', async () => {
    await using small = await startEmbedded({ ROOM_CAPACITY: '2' });
    const room = freshRoom();
    await using ann = await browser.visitor();
    await using bob = await browser.visitor();
    await using cleo = await browser.visitor();
    await ann.enter(small.http, room, 'Ann');
    await bob.enter(small.http, room, 'Bob');
    await cleo.open(small.http, room);
    await cleo.join('Cleo');
    await cleo.see('notice').waitFor();
    expect(await cleo.see('notice').getAttribute('data-reason')).toBe('full');
    expect(await cleo.see('notice').textContent()).toContain('2 people');
    await bob.leave();
    await cleo.see('rejoin').click();
    await cleo.company('Ann');
    await Promise.all([ann.receivesVideo(), cleo.receivesVideo()]);
  });

  it('a link with a token lets one in, and nothing of it stays in the address or its history', async () => {
    await using guarded = await startEmbedded({ JOIN_TOKEN_SECRET });
    const room = freshRoom();
    await using ann = await browser.visitor();
    await using eve = await browser.visitor();
    await ann.open(guarded.http, `${room}&token=${await roomToken(room, 600, { name: 'Ann Lee' })}`);
    await ann.join('Ann');
    await ann.see('leave').waitFor();
    expect(ann.page.url()).toBe(`${guarded.http}/#${room}`);
    // A reload is in again; going back finds no address with a token.
    await ann.page.reload();
    await ann.join('Ann');
    await ann.see('leave').waitFor();
    await ann.page.goBack().catch(() => {});
    expect(ann.page.url()).not.toContain('token');
    await eve.open(guarded.http, room);
    await eve.join('Eve');
    await eve.see('notice').waitFor();
    expect(await eve.see('notice').getAttribute('data-reason')).toBe('refused');
  });

  it('one can join without camera and microphone, and is told why there is none', async () => {
    const room = freshRoom();
    await using ann = await browser.visitor();
    await using bob = await browser.visitor({ devices: 'denied' });
    await ann.enter(server.http, room, 'Ann');
    await bob.open(server.http, room);
    await bob.see('media-problem').waitFor();
    expect(await bob.see('media-problem').textContent()).toContain(
      'Your browser blocked the camera and microphone.',
    );
    await bob.join('Bob');
    await Promise.all([ann.company('Bob'), bob.company('Ann')]);
    await bob.receivesVideo();
    await bob.say('I can only watch');
    await ann.hear('I can only watch');
  });

  it('a call outlives its node, and both come back when it is there again', async () => {
    const PORT = String(await reservePort());
    await using first = await startEmbedded({ PORT });
    const room = freshRoom();
    await using ann = await browser.visitor();
    await using bob = await browser.visitor();
    await ann.enter(first.http, room, 'Ann');
    await bob.enter(first.http, room, 'Bob');
    await Promise.all([ann.receivesVideo(), bob.receivesVideo()]);

    await first.stop();
    await Promise.all([ann.tellsOfLoss(), bob.tellsOfLoss()]);
    expect(await ann.banners()).toEqual(['Reconnecting, you can keep talking.']);
    await Promise.all([ann.receivesVideo(), bob.receivesVideo()]);
    await ann.say('Still there?');
    await bob.hear('Still there?');

    await using second = await startEmbedded({ PORT });
    expect(second.http).toBe(first.http);
    await Promise.all([ann.comesBack(), bob.comesBack()]);
    await Promise.all([ann.company('Bob'), bob.company('Ann')]);
    await Promise.all([ann.receivesVideo(), bob.receivesVideo()]);
    browser.checkComplaints(REFUSED_SOCKET);
  });
});
