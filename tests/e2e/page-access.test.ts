// What a machine can see of WCAG 2.2 AA: axe on every screen, and targets that a finger hits.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { AxeResults, RunOptions } from 'axe-core';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LANGUAGES, THEMES, appear } from '../screens/appearance.ts';
import { TOUR_CAPACITY, inviteTo, tour } from '../screens/tour.ts';
import { launchBrowser } from '../support/browser.ts';
import type { TestBrowser } from '../support/browser.ts';
import { startEmbedded } from '../support/embedded-process.ts';
import type { EmbeddedProcess } from '../support/embedded-process.ts';
import { has } from '../support/requirements.ts';

const AXE = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const RULES: RunOptions = {
  resultTypes: ['violations'],
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
};
const TARGET_PX = 44;
const APPEARANCES = LANGUAGES.flatMap((language) => THEMES.map((theme) => [language, theme] as const));

declare global {
  interface Window {
    axe: { run: (options: RunOptions) => Promise<AxeResults> };
  }
}

describe.skipIf(!has.chromium)('access to the page', () => {
  let browser: TestBrowser;
  let server: EmbeddedProcess;

  beforeAll(async () => {
    [browser, server] = await Promise.all([
      launchBrowser(),
      startEmbedded({ ROOM_CAPACITY: String(TOUR_CAPACITY) }),
    ]);
  });

  afterAll(async () => {
    await Promise.all([browser?.[Symbol.asyncDispose](), server?.[Symbol.asyncDispose]()]);
  });

  it('axe finds nothing on any screen, in both languages and themes, and every target is large enough', async () => {
    const found: string[] = [];
    const seen: string[] = [];
    for await (const { name, person } of tour(inviteTo(browser), server)) {
      seen.push(name);
      // Half of a fade has half of the contrast.
      await person.page.emulateMedia({ reducedMotion: 'reduce' });
      for (const [language, theme] of APPEARANCES) {
        await appear(person.page, language, theme);
        for (const fault of [...(await axeOn(person.page)), ...(await smallTargets(person.page))])
          found.push(`${name}, ${theme}, ${language}: ${fault}`);
      }
      await appear(person.page, 'en', 'light');
    }
    expect(found).toEqual([]);
    expect(seen).toHaveLength(new Set(seen).size);
    expect(seen.length).toBeGreaterThan(15);
  }, 180_000);

  it('would notice a button without a name, pale words and a small target', async () => {
    await using ann = await browser.visitor();
    await ann.page.goto(server.http);
    await ann.see('start').evaluate((button) => {
      button.replaceChildren();
      button.style.setProperty('min-height', '20px');
      button.style.setProperty('padding', '0');
    });
    await ann.page.locator('.lead').evaluate((lead: HTMLElement) => lead.style.setProperty('color', '#aaa'));
    const rules = (await axeOn(ann.page)).map((fault) => fault.split(':')[0]);
    expect(rules).toEqual(expect.arrayContaining(['button-name', 'color-contrast']));
    expect(await smallTargets(ann.page)).toHaveLength(1);
  });
});

async function axeOn(page: Page): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(AXE);
  const { violations } = await page.evaluate((rules) => window.axe.run(rules), RULES);
  return violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`,
  );
}

/** What is to be pressed and is smaller than a fingertip. A box to tick counts with its label. */
function smallTargets(page: Page): Promise<string[]> {
  return page.evaluate((least) => {
    const targets = [...document.querySelectorAll('a[href], button, select, input')].map(
      (target) => target.closest('label') ?? target,
    );
    return (
      targets
        .filter((target) => target.checkVisibility())
        // A link in a sentence is as high as its line (WCAG 2.5.8 lets it).
        .filter((target) => getComputedStyle(target).display !== 'inline')
        .filter((target) => {
          const seen = target.getBoundingClientRect();
          // What lies over it and belongs to it takes the finger too.
          const over = getComputedStyle(target, '::after');
          const laid = over.position === 'absolute' ? over : { width: '0', height: '0' };
          const width = Math.max(seen.width, Number.parseFloat(laid.width) || 0);
          const height = Math.max(seen.height, Number.parseFloat(laid.height) || 0);
          // A list in its frame may lack the frame's two lines.
          return width < least || height < least - 2;
        })
        .map((target) => `small target: ${target.outerHTML.slice(0, 120)}`)
    );
  }, TARGET_PX);
}
