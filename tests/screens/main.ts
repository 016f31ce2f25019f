// `make screenshots`: every screen in every size, theme and language, and the small ones that the README shows.
import { mkdir, rm, stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { launchBrowser } from '../support/browser.ts';
import { startEmbedded } from '../support/embedded-process.ts';
import { LANGUAGES, THEMES, appear } from './appearance.ts';
import type { ShownLanguage, Theme } from './appearance.ts';
import { PEOPLE, installPaintedPerson } from './painted-person.ts';
import { TOUR_CAPACITY, inviteTo, tour } from './tour.ts';
import type { Invite } from './tour.ts';

const FOLDER = fileURLToPath(new URL('../../screenshots/', import.meta.url));
const README_FOLDER = fileURLToPath(new URL('../../docs/images/', import.meta.url));
const README_BYTES = 60_000;

const SIZES = {
  wide: { width: 1280, height: 800 },
  phone: { width: 390, height: 844 },
} as const;

type Size = keyof typeof SIZES;

/** What the README shows of it, by the name of its file. */
const README_SHOTS: Record<string, [screen: string, Size, Theme, ShownLanguage]> = {
  start: ['start-recent', 'wide', 'light', 'en'],
  lobby: ['lobby', 'wide', 'light', 'en'],
  call: ['call-four', 'wide', 'dark', 'en'],
  phone: ['call-two', 'phone', 'dark', 'zh'],
};

await rm(FOLDER, { recursive: true, force: true });
await Promise.all([FOLDER, README_FOLDER].map((folder) => mkdir(folder, { recursive: true })));
await using browser = await launchBrowser();
await using server = await startEmbedded({ ROOM_CAPACITY: String(TOUR_CAPACITY) });

const inviteAny = inviteTo(browser);
const invite: Invite = async (who, options) => {
  const person = await inviteAny(who, options);
  const looks = PEOPLE[who];
  if (looks !== undefined) await person.page.addInitScript(installPaintedPerson, looks);
  return person;
};

let taken = 0;
for await (const { name, person } of tour(invite, server)) {
  for (const size of ['wide', 'phone'] as const) {
    await person.page.setViewportSize(SIZES[size]);
    for (const theme of THEMES) {
      for (const language of LANGUAGES) {
        await appear(person.page, language, theme);
        await shoot(person.page, `${FOLDER}${name}-${size}-${theme}-${language}.png`);
        await shootForReadme(person.page, name, size, theme, language);
        taken += 1;
      }
    }
  }
  await person.page.setViewportSize(SIZES.wide);
  await appear(person.page, 'en', 'light');
}
process.stdout.write(`${taken} screenshots in ${FOLDER}\n`);

/** With the controls there, which fade when nobody moves. */
async function shoot(page: Page, path: string): Promise<void> {
  await page.mouse.move(2, 2);
  await page.mouse.move(4, 4);
  await page.screenshot({ path, animations: 'disabled' });
}

async function shootForReadme(page: Page, name: string, size: Size, theme: Theme, language: ShownLanguage) {
  const wanted = [name, size, theme, language].join();
  const file = Object.entries(README_SHOTS).find(([, shot]) => shot.join() === wanted)?.[0];
  if (file === undefined) return;
  const path = `${README_FOLDER}${file}.jpg`;
  await page.screenshot({ path, type: 'jpeg', quality: 62, scale: 'css', animations: 'disabled' });
  const { size: bytes } = await stat(path);
  if (bytes > README_BYTES) throw new Error(`${path} has ${bytes} bytes: too many for a README`);
}
