// What two peers show each other beside sound and a face: screens, hands, signs, and a picture that is held back.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { startEmbedded } from '../support/embedded-process.ts';
import type { EmbeddedProcess } from '../support/embedded-process.ts';
import { serveLibrary } from '../support/library-pages.ts';
import type { LibraryPages } from '../support/library-pages.ts';
import { has } from '../support/requirements.ts';
import { freshRoom } from '../support/test-client.ts';

/** Two rooms in one page, each with a canvas for a camera. A screen is a canvas of another size. */
const pageFor = (url: string, room: string) => `<script type="module">
  import { join } from '/join.js';
  window.canvas = (width, height) => {
    const made = Object.assign(document.createElement('canvas'), { width, height });
    const pen = made.getContext('2d');
    setInterval(() => { pen.fillStyle = 'hsl(' + Math.random() * 360 + ' 50% 50%)'; pen.fillRect(0, 0, width, height); }, 100);
    return made.captureStream(10);
  };
  const enter = async (name) => {
    const entered = await join('${url}', '${room}', { name, media: canvas(320, 180) });
    entered.log = [];
    entered.on('reaction', ({ from, reaction }) => entered.log.push(from.name + ' ' + reaction));
    entered.on('reading', ({ reading }) => { entered.reading = reading; });
    return entered;
  };
  window.seen = (room, name) => room.peers.find((peer) => peer.name === name);
  window.until = (what) => new Promise((resolve) => {
    const timer = setInterval(() => { const value = what(); if (value) { clearInterval(timer); resolve(value); } }, 20);
  });
  // The shape of a stream's picture, which is its own however small it is sent: 178 is 16:9.
  window.shapeOf = async (stream) => {
    const video = Object.assign(document.createElement('video'), { srcObject: stream, muted: true, autoplay: true });
    await until(() => video.videoWidth > 0);
    return Math.round(100 * video.videoWidth / video.videoHeight);
  };
  window.enter = enter;
  window.ann = await enter('Ann');
  window.bob = await enter('Bob');
  await until(() => seen(ann, 'Bob')?.video && seen(bob, 'Ann')?.video);
  document.title = 'ready';
</script>`;

describe.skipIf(!has.chromium)('what peers show each other', () => {
  let library: LibraryPages;
  let node: EmbeddedProcess;
  let page: Page;

  /** Runs in the page, where `ann`, `bob` and the helpers above are. */
  const run = (body: string) => page.evaluate(`(async () => { ${body} })()`);

  beforeAll(async () => {
    [library, node] = await Promise.all([serveLibrary(), startEmbedded({ ALLOWED_ORIGINS: '*' })]);
    ({ page } = await library.open(pageFor(node.url, freshRoom())));
    await page.waitForFunction(() => document.title === 'ready');
  });
  afterAll(async () => {
    await Promise.all([library?.[Symbol.asyncDispose](), node?.[Symbol.asyncDispose]()]);
  });

  it('two who share a screen at once see each other’s', async () => {
    const shapes = await run(`
      const [annsScreen] = canvas(640, 320).getVideoTracks();
      const [bobsScreen] = canvas(400, 400).getVideoTracks();
      await Promise.all([ann.setTrack('screen', annsScreen), bob.setTrack('screen', bobsScreen)]);
      const [annSees, bobSees] = await Promise.all([
        until(() => seen(ann, 'Bob').screen), until(() => seen(bob, 'Ann').screen),
      ]);
      return Promise.all([annSees, bobSees].map(shapeOf));
    `);
    expect(shapes).toEqual([100, 200]);
  });

  it('whoever comes later sees the screens and the raised hands that are there', async () => {
    const shown = await run(`
      ann.setHand(true);
      await until(() => seen(bob, 'Ann').hand);
      window.cleo = await enter('Cleo');
      await until(() => seen(cleo, 'Ann')?.screen && seen(cleo, 'Ann').hand && seen(cleo, 'Bob')?.screen);
      return [await shapeOf(seen(cleo, 'Ann').screen), await shapeOf(seen(cleo, 'Bob').screen), seen(cleo, 'Bob').hand];
    `);
    expect(shown).toEqual([200, 100, false]);
  });

  it('a screen that is put away and another that is shared need no new negotiation', async () => {
    const pictures = await run(`
      await bob.setTrack('screen', null);
      await until(() => seen(ann, 'Bob').screen === undefined);
      const [again] = canvas(200, 400).getVideoTracks();
      await bob.setTrack('screen', again);
      const screen = await until(() => seen(ann, 'Bob').screen);
      const video = Object.assign(document.createElement('video'), { srcObject: screen, muted: true, autoplay: true });
      await until(() => video.videoHeight === 2 * video.videoWidth);
      const report = await bob.report(seen(bob, 'Ann').id);
      ann.setHand(false);
      await until(() => !seen(bob, 'Ann').hand);
      return [...report.values()].filter(({ type, kind }) => type === 'outbound-rtp' && kind === 'video').length;
    `);
    expect(pictures).toBe(2);
  });

  it('sound alone is sent to one, who is told that the picture is held back, while the others see it', async () => {
    const shown = await run(`
      await ann.setMaxVideoBitrate(0, seen(ann, 'Bob').id);
      await until(() => seen(bob, 'Ann').held);
      const held = [seen(bob, 'Ann').video, seen(cleo, 'Ann').video, seen(cleo, 'Ann').held];
      await ann.setMaxVideoBitrate(undefined, seen(ann, 'Bob').id);
      await until(() => seen(bob, 'Ann').video);
      // Too little for two pictures.
      await ann.setUploadBudget(100_000);
      await until(() => seen(bob, 'Ann').held && seen(cleo, 'Ann').held);
      await ann.setUploadBudget(null);
      await until(() => seen(bob, 'Ann').video && seen(cleo, 'Ann').video);
      return held;
    `);
    expect(shown).toEqual([false, true, false]);
  });

  it('a sign goes to everybody, and each way is read every two seconds', async () => {
    const heard = await run(`
      const reached = ann.react('👏');
      await until(() => bob.log.length === 1 && cleo.log.length === 1);
      const { sentBps, receivedBps, path } = await until(() => ann.reading);
      return [reached, bob.log, cleo.log, sentBps > 0, receivedBps > 0, path, ann.levels.size];
    `);
    expect(heard).toEqual([2, ['Ann 👏'], ['Ann 👏'], true, true, 'direct', 2]);
  });
});
