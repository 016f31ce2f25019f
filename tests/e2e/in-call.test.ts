// What people do in a call, as they do it: by the names of things, and by what they see of one another.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import type { TestBrowser } from '../support/browser.ts';
import type { CallPage } from '../support/call-page.ts';
import { startEmbedded } from '../support/embedded-process.ts';
import type { EmbeddedProcess } from '../support/embedded-process.ts';
import { devicesSent, negotiation, videoSending } from '../support/page-stats.ts';
import { has } from '../support/requirements.ts';
import { freshRoom } from '../support/test-client.ts';
import { misplaced, openOptions, tileOf } from '../support/tile-view.ts';

describe.skipIf(!has.chromium)('two in a call', () => {
  let browser: TestBrowser;
  let server: EmbeddedProcess;
  let ann: CallPage;
  let bob: CallPage;

  beforeAll(async () => {
    [browser, server] = await Promise.all([launchBrowser(), startEmbedded()]);
    const room = freshRoom();
    [ann, bob] = [await browser.visitor(), await browser.visitor()];
    await ann.enter(server.http, room, 'Ann');
    await bob.enter(server.http, room, 'Bob');
    await Promise.all([ann.receivesVideo(), bob.receivesVideo()]);
  });

  afterAll(async () => {
    await Promise.all([browser?.[Symbol.asyncDispose](), server?.[Symbol.asyncDispose]()]);
  });

  afterEach(() => browser.checkComplaints());

  it('each sees how good the way to the other is, and in words which way it is', async () => {
    const badge = tileOf(ann, 'Bob').getByTestId('quality');
    await expect.poll(() => badge.getAttribute('data-path')).toBe('direct');
    expect(await badge.textContent()).toContain('Direct');
    const menu = await openOptions(ann, tileOf(ann, 'Bob'));
    expect(await menu.textContent()).toContain('Straight from device to device.');
    await ann.page.keyboard.press('Escape');
    await menu.waitFor({ state: 'detached' });
  });

  it('a muted microphone and a camera that is off are seen by the other, and whoever talks on is told', async () => {
    await bob.page.getByRole('button', { name: 'Mute' }).click();
    await bob.page.getByRole('button', { name: 'Turn camera off' }).click();
    await tileOf(ann, 'Bob').getByTestId('muted-badge').waitFor();
    await tileOf(ann, 'Bob').getByTestId('camera-off-badge').waitFor();
    // The fake microphone goes on beeping.
    await bob.page.getByText('You’re muted, nobody hears you.').waitFor();
    await bob.see('warning-action').click();
    await bob.page.getByRole('button', { name: 'Turn camera on' }).click();
    await tileOf(ann, 'Bob').getByTestId('muted-badge').waitFor({ state: 'detached' });
    await tileOf(ann, 'Bob').getByTestId('camera-off-badge').waitFor({ state: 'detached' });
    await bob.see('warning').waitFor({ state: 'detached' });
  });

  it('a screen is shared beside the camera, stands large for the other, and goes when it is stopped', async () => {
    await bob.page.getByRole('button', { name: 'Share your screen' }).click();
    const shared = ann.see('screen');
    await shared.getByText('Bob’s screen').waitFor();
    await expect.poll(async () => (await shared.boundingBox())?.width).toBeGreaterThan(800);
    await expect
      .poll(() => shared.locator('video').evaluate((video: HTMLVideoElement) => video.videoWidth))
      .toBeGreaterThan(0);
    expect(await misplaced(ann)).toEqual([]);
    await bob.see('screen').getByText('Your screen', { exact: true }).waitFor();
    await Promise.all([ann.receivesVideo(), bob.receivesVideo()]);
    await bob.see('screen').getByRole('button', { name: 'Stop sharing your screen' }).click();
    await shared.waitFor({ state: 'detached' });
    await bob.see('screen').waitFor({ state: 'detached' });
  });

  it('somebody is made large and put back, and fills the screen', async () => {
    await (await openOptions(ann, tileOf(ann, 'Bob'))).getByRole('button', { name: 'Make large' }).click();
    await expect.poll(async () => (await tileOf(ann, 'Bob').boundingBox())?.width).toBeGreaterThan(900);
    expect(await misplaced(ann)).toEqual([]);
    await (await openOptions(ann, tileOf(ann, 'Bob'))).getByRole('button', { name: 'Full screen' }).click();
    await expect.poll(async () => (await tileOf(ann, 'Bob').boundingBox())?.height).toBe(800);
    await (
      await openOptions(ann, tileOf(ann, 'Bob'))
    )
      .getByRole('button', { name: 'Leave full screen' })
      .click();
    await (
      await openOptions(ann, tileOf(ann, 'Bob'))
    )
      .getByRole('button', { name: 'Back to the grid' })
      .click();
    await expect.poll(async () => (await tileOf(ann, 'Bob').boundingBox())?.width).toBeLessThan(700);
    // The focus is where one went on from, and not lost.
    expect(await ann.page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe(
      'Options for Bob',
    );
  });

  it('a picture leaves the page and comes back', async () => {
    const menu = await openOptions(ann, tileOf(ann, 'Bob'));
    await menu.getByRole('button', { name: 'Picture in picture' }).click();
    await expect.poll(() => ann.page.evaluate(() => document.pictureInPictureElement !== null)).toBe(true);
    await (
      await openOptions(ann, tileOf(ann, 'Bob'))
    )
      .getByRole('button', { name: 'Picture in picture' })
      .click();
    await expect.poll(() => ann.page.evaluate(() => document.pictureInPictureElement === null)).toBe(true);
  });

  it('a raised hand and a sign are seen, and told to those who do not see', async () => {
    await bob.page.getByRole('button', { name: 'Raise your hand' }).click();
    await tileOf(ann, 'Bob').getByTestId('hand-badge').waitFor();
    await ann.page.getByRole('status').getByText('Bob raised a hand').waitFor();
    await bob.page.getByRole('button', { name: 'React' }).click();
    await bob.page.getByRole('button', { name: 'Applause' }).click();
    await tileOf(ann, 'Bob').getByTestId('sign').waitFor();
    await ann.page.getByRole('status').getByText('Bob: Applause').waitFor();
    await bob.page.getByRole('button', { name: 'Lower your hand' }).click();
    await tileOf(ann, 'Bob').getByTestId('hand-badge').waitFor({ state: 'detached' });
  });

  it('another microphone and another camera are taken without a new negotiation', async () => {
    const { changes } = await negotiation(bob.page);
    await bob.page.getByRole('button', { name: 'More' }).click();
    await bob.page.getByLabel('Microphone', { exact: true }).selectOption('Fake Audio Input 2');
    await bob.page.getByLabel('Camera', { exact: true }).selectOption('fake_device_2');
    await expect.poll(() => devicesSent(bob.page)).toEqual(['Fake Audio Input 2', 'fake_device_2']);
    await bob.page.keyboard.press('Escape');
    await ann.receivesVideo();
    expect((await negotiation(bob.page)).changes).toBe(changes);
  });

  it('what is pulled out goes from the list, and what is plugged in is offered and taken', async () => {
    const headset = 'Fake Audio Input 1';
    expect(await devicesSent(bob.page)).not.toContain(headset);
    await bob.page.getByRole('button', { name: 'More' }).click();
    const listed = bob.page.getByLabel('Microphone', { exact: true }).getByText(headset);
    await listed.waitFor({ state: 'attached' });
    await bob.page.evaluate(async (label) => {
      const all = await navigator.mediaDevices.enumerateDevices();
      navigator.mediaDevices.enumerateDevices = async () => all.filter((device) => device.label !== label);
      navigator.mediaDevices.dispatchEvent(new Event('devicechange'));
    }, headset);
    await listed.waitFor({ state: 'detached' });
    await bob.page.keyboard.press('Escape');
    await bob.page.evaluate(() => {
      Reflect.deleteProperty(navigator.mediaDevices, 'enumerateDevices');
      navigator.mediaDevices.dispatchEvent(new Event('devicechange'));
    });
    await bob.page.getByText(`Plugged in: ${headset}`).waitFor();
    await bob.page.getByRole('button', { name: 'Use it' }).click();
    await bob.see('warning').waitFor({ state: 'detached' });
    await expect.poll(() => devicesSent(bob.page)).toContain(headset);
    await ann.receivesVideo();
  });

  it('a budget comes with its sum, and one person may get sound alone', async () => {
    await ann.page.getByRole('button', { name: 'Bandwidth' }).click();
    await ann.page.getByLabel('Most you send in all').selectOption('500 kbps');
    await expect.poll(() => ann.see('sum-most').textContent()).toBe('1 person × 500 kbps = 500 kbps');
    await expect.poll(() => ann.see('sum-now').textContent()).toMatch(/^1 person × .+ = .+ [kM]bps$/);
    await expect.poll(async () => (await videoSending(ann.page))[0]?.maxBitrate).toBe(460_000);
    await ann.page.getByRole('combobox', { name: 'Bob', exact: true }).selectOption('Sound only');
    await expect.poll(() => ann.see('sum-most').textContent()).toBe('1 person × 40 kbps = 40 kbps');
    await tileOf(bob, 'Ann').getByText('Sound only, to spare the line').waitFor();
    await ann.page.getByRole('combobox', { name: 'Bob', exact: true }).selectOption('As for everybody');
    await tileOf(bob, 'Ann').getByText('Sound only, to spare the line').waitFor({ state: 'detached' });
    await ann.page.getByLabel('Most you send in all').selectOption('No limit');
    await ann.page.keyboard.press('Escape');
  });

  it('the statistics are loaded when asked for, plotted, and saved without any address', async () => {
    const loaded = () =>
      ann.page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name));
    expect((await loaded()).filter((name) => name.includes('statistics'))).toEqual([]);
    await ann.page.getByRole('button', { name: 'More' }).click();
    await ann.page.getByRole('button', { name: 'Statistics' }).click();
    const drawer = ann.page.getByRole('complementary', { name: 'Statistics' });
    for (const plot of [
      'Bitrate',
      'Round trip and jitter',
      'Loss',
      'Frames',
      'Height of the picture',
      'Limitation',
    ])
      await drawer
        .getByRole('img', { name: new RegExp(`^${plot}: `) })
        .locator('canvas')
        .waitFor();
    expect(await ann.see('facts').textContent()).toMatch(/Picture received\d+ × \d+, \d+ fps, VP/);
    const download = ann.page.waitForEvent('download');
    await drawer.getByRole('button', { name: 'Save as JSON' }).click();
    const stream = await (await download).createReadStream();
    const text = Buffer.concat(await stream.toArray()).toString();
    const { peers } = JSON.parse(text) as { peers: { readings: unknown[]; report: unknown[] }[] };
    expect(peers).toHaveLength(1);
    expect(peers[0]?.readings.at(-1)).toMatchObject({ path: 'direct', sent: { codec: 'VP8' } });
    expect(peers[0]?.report.length).toBeGreaterThan(10);
    const { browser: _itself, ...measured } = JSON.parse(text) as Record<string, unknown>;
    expect(JSON.stringify(measured)).not.toMatch(/\d+\.\d+\.\d+\.\d+|Bob|usernameFragment/);
    await ann.page.keyboard.press('Escape');
    await drawer.waitFor({ state: 'detached' });
  });

  it('all of it speaks Chinese', async () => {
    await bob.page.getByRole('button', { name: 'More' }).click();
    await bob.page.getByRole('button', { name: '中文' }).click();
    await bob.page.keyboard.press('Escape');
    await bob.page.getByRole('button', { name: '举手' }).click();
    await bob.page.getByRole('button', { name: '把手放下' }).click();
    await bob.page.getByRole('button', { name: '带宽' }).click();
    await bob.page.getByLabel('上传总量上限').selectOption('1 Mbps');
    await expect.poll(() => bob.see('sum-most').textContent()).toBe('1 人 × 1 Mbps = 1 Mbps');
    await bob.page.getByLabel('上传总量上限').selectOption('不限');
    await bob.page.keyboard.press('Escape');
    expect(await tileOf(bob, 'Ann').getByTestId('quality').textContent()).toContain('直连');
    const menu = await openOptions(bob, tileOf(bob, 'Ann'));
    await menu.getByRole('button', { name: '统计数据' }).click();
    await bob.page
      .getByRole('complementary', { name: '统计数据' })
      .getByRole('img', { name: /^码率：/ })
      .waitFor();
    await bob.page.getByRole('button', { name: '关闭统计数据' }).click();
  });
});
