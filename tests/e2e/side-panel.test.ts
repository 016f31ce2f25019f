// What opens beside the stage of a call, or over it where there is no room, for whoever goes by keyboard.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import type { TestBrowser } from '../support/browser.ts';
import { NOWHERE, stopOf } from '../support/by-keyboard.ts';
import { startEmbedded } from '../support/embedded-process.ts';
import type { EmbeddedProcess } from '../support/embedded-process.ts';
import { has } from '../support/requirements.ts';
import { freshRoom } from '../support/test-client.ts';

describe.skipIf(!has.chromium)('chat and statistics', () => {
  let browser: TestBrowser;
  let server: EmbeddedProcess;

  beforeAll(async () => {
    [browser, server] = await Promise.all([launchBrowser(), startEmbedded()]);
  });

  afterAll(async () => {
    await Promise.all([browser?.[Symbol.asyncDispose](), server?.[Symbol.asyncDispose]()]);
  });

  afterEach(() => browser.checkComplaints());

  it.each([
    ['beside the stage', 1280],
    ['beside the stage in a small window', 800],
    ['over the stage', 390],
  ])('a panel hides nothing that one may stand on, when it lies %s', async (_, width) => {
    await using ann = await browser.visitor();
    const { page } = ann;
    await page.setViewportSize({ width, height: 800 });
    await ann.enter(server.http, freshRoom(), 'Ann');
    for (const [shortcut, name] of [
      ['c', 'Chat and files'],
      ['i', 'Statistics'],
    ] as const) {
      await page.keyboard.press(shortcut);
      const panel = page.getByRole('complementary', { name });
      await panel.waitFor();
      await expect
        .poll(() => panel.evaluate((element) => element.contains(document.activeElement)))
        .toBe(true);
      const faults: string[] = [];
      for (let stops = 0; stops < 25; stops += 1) {
        await page.keyboard.press('Tab');
        const { fault } = await stopOf(page);
        // Past the last one is the browser itself.
        if (fault !== null && fault !== NOWHERE) faults.push(fault);
      }
      expect(faults).toEqual([]);
      await panel.getByRole('button', { name: /^Close/ }).focus();
      await page.keyboard.press('Escape');
      await panel.waitFor({ state: 'detached' });
    }
  });
});
