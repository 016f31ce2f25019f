// What stands around a call: the way in and out of it, its languages, its keys, and what it weighs.
import { gzipSync } from 'node:zlib';
import type { Page, Response } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import type { TestBrowser } from '../support/browser.ts';
import { stopOf, tabTo } from '../support/by-keyboard.ts';
import { startEmbedded } from '../support/embedded-process.ts';
import type { EmbeddedProcess } from '../support/embedded-process.ts';
import { has } from '../support/requirements.ts';
import { freshRoom } from '../support/test-client.ts';

const FIRST_LOAD_BYTES = 60_000;
const FIRST_LOAD_REQUESTS = 10;
// With the stage, which comes while one still looks at oneself.
const CALL_BYTES = 90_000;
// A hundredth of what Web Vitals call good (CLS): less than a word that moves by its own length.
const MOST_SHIFT = 0.001;

declare global {
  interface Window {
    /** How far things jumped that nobody had touched, and those of them that are in no tile. */
    shifts: { value: number; others: string[] }[];
    locks: string[];
  }
}

describe.skipIf(!has.chromium)('the frame of the page', () => {
  let browser: TestBrowser;
  let server: EmbeddedProcess;

  beforeAll(async () => {
    [browser, server] = await Promise.all([launchBrowser(), startEmbedded()]);
  });

  afterAll(async () => {
    await Promise.all([browser?.[Symbol.asyncDispose](), server?.[Symbol.asyncDispose]()]);
  });

  afterEach(() => browser.checkComplaints());

  it('an empty field makes a room that nobody can guess, and the rooms one was in are remembered here', async () => {
    await using ann = await browser.visitor();
    await ann.page.goto(server.http);
    await ann.page.getByRole('button', { name: 'Start a call' }).click();
    await ann.page.waitForURL(/#[a-z]{5}(-[a-z]{5}){3}$/);
    const made = new URL(ann.page.url()).hash.slice(1);
    const paper = await surfaceOf(ann.page);
    await ann.join('Ann');
    await ann.see('leave').waitFor();
    expect(await ann.page.title()).toBe(`${made} · Parley`);
    const stage = await surfaceOf(ann.page);
    expect(stage).toMatchObject({ same: true });
    expect(stage.ground).not.toBe(paper.ground);
    await ann.leave();
    expect(await surfaceOf(ann.page)).toEqual(paper);
    await ann.page.getByRole('link', { name: 'Parley' }).click();
    expect(await ann.page.title()).toBe('Parley');
    await ann.page.getByRole('link', { name: made }).waitFor();
    await ann.page.reload();
    await ann.page.getByLabel('Link or room name').fill('this is no name');
    await ann.page.getByRole('button', { name: 'Go to the call' }).click();
    await ann.page.getByRole('alert').waitFor();
    await ann.page.getByRole('button', { name: `Forget ${made}` }).click();
    await ann.page.getByRole('heading', { name: 'Recent rooms' }).waitFor({ state: 'detached' });
    expect(await ann.page.evaluate(() => localStorage.getItem('parley.rooms'))).toBe('');
    // As somebody writes it down who hears it on the phone.
    await ann.page.getByLabel('Link or room name').fill('Lusab babad, gutih tugad');
    await ann.page.keyboard.press('Enter');
    await ann.page.waitForURL(/#lusab-babad-gutih-tugad$/);
  });

  it('speaks the browser’s language, another on demand, and keeps to it', async () => {
    await using ming = await browser.visitor({ locale: 'zh-TW' });
    const { page } = ming;
    await page.goto(server.http);
    await page.getByRole('heading', { name: '面对面聊聊' }).waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('zh-CN');
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByRole('heading', { name: 'Talk face to face' }).waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('en');
    await page.reload();
    await page.getByRole('heading', { name: 'Talk face to face' }).waitFor();

    await ming.open(server.http, freshRoom());
    await page.getByRole('button', { name: '中文' }).click();
    await page.getByRole('button', { name: '加入' }).click();
    await page.getByRole('button', { name: '更多' }).click();
    await page.getByRole('button', { name: 'English' }).click();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Leave' }).click();
    await page.getByRole('heading', { name: 'You left the call' }).waitFor();
    await page.getByRole('button', { name: '中文' }).click();
    await page.getByRole('heading', { name: '你已离开通话' }).waitFor();
  });

  it('before joining one sees and hears that all works, and may come in muted', async () => {
    await using ann = await browser.visitor();
    await using bob = await browser.visitor();
    const room = freshRoom();
    await bob.enter(server.http, room, 'Bob');
    await ann.open(server.http, room);
    // The microphone of the browser beeps.
    await expect.poll(() => ann.see('level').getAttribute('aria-valuenow').then(Number)).toBeGreaterThan(2);
    await ann.page.getByLabel('Speaker').selectOption({ label: 'Fake Audio Output 2' });
    const chosen = await ann.page.getByLabel('Speaker').inputValue();
    await ann.page.getByRole('button', { name: 'Play a sound' }).click();
    await ann.page.getByRole('button', { name: 'Playing…' }).waitFor();
    await ann.page.getByRole('button', { name: 'Play a sound' }).waitFor();
    await ann.page.getByRole('button', { name: 'Mute', exact: true }).click();
    await ann.page.getByRole('button', { name: 'Join muted' }).click();
    await ann.company('Bob');
    await ann.page.getByRole('button', { name: 'Unmute' }).waitFor();
    const heard = ann.page.locator('[data-testid=tile]:not([data-self]) video').first();
    await expect.poll(() => heard.evaluate((video: HTMLVideoElement) => video.sinkId)).toBe(chosen);
  });

  it.each([
    ['dismissed', 'NotAllowedError', 'Permission dismissed', 'was closed without an answer. Ask again'],
    ['blocked-by-system', 'NotAllowedError', 'Permission denied by system', 'Your system keeps the camera'],
    ['no-device', 'NotFoundError', 'Requested device not found', 'No camera or microphone was found.'],
    ['in-use', 'NotReadableError', 'Could not start video source', 'Another program is using the camera'],
  ])('says what to do when devices are %s, and lets one in without', async (cause, name, message, words) => {
    await using ann = await browser.visitor();
    await ann.page.addInitScript(
      (refusal) => {
        // Not on the blank page, which has none.
        if (!isSecureContext) return;
        navigator.mediaDevices.getUserMedia = () =>
          Promise.reject(new DOMException(refusal.message, refusal.name));
      },
      { name, message },
    );
    await ann.open(server.http, freshRoom());
    await ann.see('media-problem').locator(`[data-cause=${cause}]`).getByText(words).waitFor();
    await ann.page.getByRole('button', { name: 'Ask again' }).waitFor();
    await ann.page.getByRole('button', { name: 'Join to watch and listen' }).click();
    await ann.see('leave').waitFor();
  });

  it('says at an insecure address that devices take https, and lets one in without', async () => {
    await using ann = await browser.visitor();
    await ann.open(server.http.replace('127.0.0.1', 'parley.test'), freshRoom());
    await ann.see('media-problem').getByText('only over https').waitFor();
    await ann.page.getByRole('button', { name: 'Join to watch and listen' }).click();
    await ann.see('leave').waitFor();
  });

  it('a whole visit goes by keyboard, which is nowhere lost or hidden', async () => {
    await using ann = await browser.visitor();
    const { page } = ann;
    await page.goto(server.http);
    await tabTo(page, 'start');
    await page.keyboard.press('Enter');
    await ann.see('join').waitFor();
    expect(await stopOf(page)).toMatchObject({ fault: null });
    await tabTo(page, 'join');
    await page.keyboard.press('Enter');
    await ann.see('leave').waitFor();
    await expect.poll(() => stopOf(page)).toMatchObject({ fault: null });

    await page.keyboard.press('m');
    await page.getByRole('button', { name: 'Unmute' }).waitFor();
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keyboard' }).getByText('Mute or unmute').waitFor();
    await tabTo(page, 'single-keys');
    await page.keyboard.press('Space');
    await page.keyboard.press('Escape');
    await ann.see('shortcuts').waitFor({ state: 'detached' });
    expect(await stopOf(page)).toMatchObject({ fault: null });
    // Turned off, the letter does nothing; the button goes on working.
    await page.keyboard.press('m');
    await tabTo(page, 'camera');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Turn camera on' }).waitFor();
    await page.getByRole('button', { name: 'Unmute' }).waitFor();
    await tabTo(page, 'more');
    await page.keyboard.press('Enter');
    await ann.see('show-shortcuts').waitFor();
    await tabTo(page, 'show-shortcuts');
    await page.keyboard.press('Escape');
    await expect.poll(() => stopOf(page)).toEqual({ testId: 'more', fault: null });
    await tabTo(page, 'leave');
    await page.keyboard.press('Enter');
    await ann.see('left').waitFor();
    await expect.poll(() => stopOf(page)).toMatchObject({ fault: null });
    await tabTo(page, 'rejoin');
  });

  it('on a phone it keeps the screen on, opens the share sheet, and fits however small it is', async () => {
    await using ann = await browser.visitor({ phone: true });
    const { page } = ann;
    await page.addInitScript(() => {
      window.locks = [];
      if (!isSecureContext) return;
      const request = navigator.wakeLock.request.bind(navigator.wakeLock);
      navigator.wakeLock.request = (type) => {
        window.locks.push('asked');
        return request(type);
      };
      navigator.share = async ({ url } = {}) => void window.locks.push(`shared ${url}`);
    });
    const room = freshRoom();
    await ann.open(server.http, room);
    await page.setViewportSize({ width: 320, height: 256 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
    await page.getByRole('button', { name: 'Join', exact: true }).click();
    await ann.see('leave').waitFor();
    await page.setViewportSize({ width: 390, height: 844 });
    await ann.see('copy-invitation').getByText('Send the link').click();
    const told = () => page.evaluate(() => window.locks);
    await expect.poll(told).toEqual(['asked', `shared ${server.http}/#${room}`]);
    await page.setViewportSize({ width: 240, height: 200 });
    const bar = await ann.see('leave').boundingBox();
    expect((bar?.x ?? 999) + (bar?.width ?? 0)).toBeLessThanOrEqual(240);
    expect((bar?.y ?? 999) + (bar?.height ?? 0)).toBeLessThanOrEqual(200);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(240);
  });

  it('is light: few bytes and requests at first, and nothing jumps when somebody comes', async () => {
    await using ann = await browser.visitor();
    await using bob = await browser.visitor();
    const responses: Response[] = [];
    ann.page.on('response', (response) => responses.push(response));
    await ann.page.addInitScript(() => {
      window.shifts = [];
      const observer = new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) {
          const sources: { node?: Node | null }[] = Reflect.get(entry, 'sources');
          const elements = sources.map(({ node }) => (node instanceof Element ? node : node?.parentElement));
          const others = elements.filter((element) => element?.closest('.tile') === null);
          window.shifts.push({
            value: Number(Reflect.get(entry, 'value')),
            others: others.map((element) => element?.outerHTML.slice(0, 120) ?? ''),
          });
        }
      });
      observer.observe({ type: 'layout-shift', buffered: true });
    });
    const room = freshRoom();
    await ann.page.goto(server.http, { waitUntil: 'networkidle' });
    expect(await bytesOf(responses)).toBeGreaterThan(10_000);
    expect(await bytesOf(responses)).toBeLessThan(FIRST_LOAD_BYTES);
    expect(responses.length).toBeLessThanOrEqual(FIRST_LOAD_REQUESTS);

    await ann.open(server.http, room);
    await ann.join('Ann');
    await ann.see('leave').waitFor();
    await ann.see('invitation').waitFor();
    await settled(ann.page);
    await bob.enter(server.http, room, 'Bob');
    await ann.company('Bob');
    await ann.receivesVideo();
    await settled(ann.page);
    // Tiles stand where they belong from their first frame on, and what is not known at once has its place kept.
    const shifts = await ann.page.evaluate(() => window.shifts);
    expect(shifts.flatMap(({ others }) => others)).toEqual([]);
    expect(shifts.reduce((sum, { value }) => sum + value, 0)).toBeLessThan(MOST_SHIFT);
    expect(await bytesOf(responses)).toBeLessThan(CALL_BYTES);
    expect(responses.every((response) => response.url().startsWith(server.http))).toBe(true);
  });
});

/** The ground of the page and the colour of the browser's bars beside it. */
function surfaceOf(page: Page) {
  return page.evaluate(() => {
    const ground = getComputedStyle(document.documentElement).backgroundColor;
    const bars = document.querySelector<HTMLMetaElement>('meta[name=theme-color]')?.content;
    return { ground, same: bars === ground };
  });
}

/** Waits until nothing is on its way any more. */
async function settled(page: Page): Promise<void> {
  await page.evaluate(() => Promise.allSettled(document.getAnimations().map(({ finished }) => finished)));
}

/** What script and style weigh on the way, each file once. */
async function bytesOf(responses: readonly Response[]): Promise<number> {
  const files = new Map(
    responses
      .filter((response) => ['script', 'stylesheet'].includes(response.request().resourceType()))
      // Loaded once more it comes out of the browser's own store.
      .map((response) => [response.url(), response]),
  );
  const bodies = await Promise.all([...files.values()].map((response) => response.body()));
  return bodies.reduce((sum, body) => sum + gzipSync(body).length, 0);
}
