// Calls of four and six in one process: everybody has a tile, however the window is held; and what a room and a
// microphone say when something is not as it should be.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import type { TestBrowser } from '../support/browser.ts';
import type { CallPage } from '../support/call-page.ts';
import { startEmbedded } from '../support/embedded-process.ts';
import type { EmbeddedProcess } from '../support/embedded-process.ts';
import { useOwnMicrophone } from '../support/own-microphone.ts';
import { has } from '../support/requirements.ts';
import { freshRoom } from '../support/test-client.ts';
import { misplaced, tileOf } from '../support/tile-view.ts';

const WINDOWS = [
  { width: 1280, height: 800 },
  { width: 844, height: 390 },
  { width: 390, height: 844 },
];

describe.skipIf(!has.chromium)('more than two in a call', () => {
  let browser: TestBrowser;
  let server: EmbeddedProcess;

  beforeAll(async () => {
    [browser, server] = await Promise.all([launchBrowser(), startEmbedded()]);
  });

  afterAll(async () => {
    await Promise.all([browser?.[Symbol.asyncDispose](), server?.[Symbol.asyncDispose]()]);
  });

  afterEach(() => browser.checkComplaints());

  async function standsWell(page: CallPage): Promise<void> {
    for (const window of WINDOWS) {
      await page.page.setViewportSize(window);
      // A phone that lies on its side has its controls over the tiles.
      const wanted =
        window.height < 420 ? expect.not.arrayContaining([expect.stringMatching(/leaves|meets/)]) : [];
      await expect.poll(() => misplaced(page)).toEqual(wanted);
    }
  }

  describe('in one room', () => {
    const room = freshRoom();
    const people = new AsyncDisposableStack();
    let ann: CallPage;
    let bob: CallPage;
    let cleo: CallPage;
    let dan: CallPage;

    const come = async (name: string, devices: 'granted' | 'denied' = 'granted') => {
      const person = people.use(await browser.visitor({ devices }));
      await person.enter(server.http, room, name);
      return person;
    };

    beforeAll(async () => {
      ann = await come('Ann');
      bob = await come('Bob');
      cleo = await come('Cleo');
      dan = await come('Dan');
    });

    afterAll(() => people.disposeAsync());

    it('four see each other, whichever way the window is held, and whoever is pinned stays', async () => {
      await Promise.all([
        ann.company('Bob', 'Cleo', 'Dan'),
        bob.company('Ann', 'Cleo', 'Dan'),
        cleo.company('Ann', 'Bob', 'Dan'),
        dan.company('Ann', 'Bob', 'Cleo'),
      ]);
      await Promise.all([ann, bob, cleo, dan].map((person) => person.receivesVideo(3)));
      await standsWell(ann);
      await ann.see('tile').first().getByTestId('tile-options').click();
      await ann.see('pin').click();
      await standsWell(ann);
    });

    it('six see each other, with a picture or without, are told that the room is full, and who has gone', async () => {
      // Two cores encode for all of them: those between the first and the last have no camera.
      for (const person of [bob, cleo, dan]) await person.see('camera').click();
      const eve = await come('Eve', 'denied');
      await ann.page.getByText('One more fits in: this room holds 6.').waitFor();
      const fay = await come('Fay');
      await ann.page.getByText('The room is full: all 6 places are taken.').waitFor();
      await ann.company('Bob', 'Cleo', 'Dan', 'Eve', 'Fay');
      await Promise.all([ann.receivesVideo(), fay.receivesVideo()]);
      await expect.poll(() => ann.see('camera-off-badge').count()).toBe(4);
      await standsWell(ann);
      await eve.leave();
      await Promise.all([
        ann.company('Bob', 'Cleo', 'Dan', 'Fay'),
        bob.company('Ann', 'Cleo', 'Dan', 'Fay'),
        fay.company('Ann', 'Bob', 'Cleo', 'Dan'),
      ]);
      await fay.page.close(); // no leave, just a closed tab
      await Promise.all([ann.company('Bob', 'Cleo', 'Dan'), bob.company('Ann', 'Cleo', 'Dan')]);
      for (const person of [bob, cleo, dan]) await person.see('camera').click();
      await Promise.all([ann.receivesVideo(3), bob.receivesVideo(3)]);
    });
  });

  it('whoever speaks has a ring; a microphone that gives nothing, and one that gives the others back, are noticed', async () => {
    await using stack = new AsyncDisposableStack();
    const room = freshRoom();
    const [ann, bob] = [stack.use(await browser.visitor()), stack.use(await browser.visitor())];
    for (const page of [ann, bob]) await useOwnMicrophone(page);
    await ann.enter(server.http, room, 'Ann');
    await bob.enter(server.http, room, 'Bob');
    await bob.page.getByText('No sound comes from your microphone.').waitFor();
    await bob.see('warning-action').click();
    await bob.page.getByLabel('Microphone', { exact: true }).waitFor();
    await bob.page.keyboard.press('Escape');
    // Ann speaks for a second and a half, is silent for one, and so on.
    await ann.page.evaluate(async () => {
      const { context, input } = window.microphone;
      await context.resume();
      const tone = new OscillatorNode(context, { frequency: 300 });
      const voice = new GainNode(context, { gain: 0 });
      for (let at = 0; at < 120; at += 2.5) {
        voice.gain.setValueAtTime(0.3 + 0.2 * Math.random(), context.currentTime + at);
        voice.gain.setValueAtTime(0, context.currentTime + at + 1.5);
      }
      tone.connect(voice).connect(input);
      tone.start();
    });
    const speaking = tileOf(bob, 'Ann').and(bob.page.locator('[data-speaking=true]'));
    await speaking.getByText('speaking').waitFor();
    await bob.page.evaluate(async () => {
      const { context, input } = window.microphone;
      await context.resume();
      const [heard] = document.querySelectorAll<HTMLVideoElement>(
        '[data-testid=tile]:not([data-self]) video',
      );
      context.createMediaStreamSource(heard?.srcObject as MediaStream).connect(input);
    });
    await bob.page.getByText('The others may hear themselves through you.').waitFor();
  });
});
