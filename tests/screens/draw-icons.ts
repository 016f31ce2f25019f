// `make icons`: the icons of the page as files, from the mark as it is in the favicon.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { findChromium } from '../support/requirements.ts';

const PUBLIC = fileURLToPath(new URL('../../services/web/public/', import.meta.url));

// The accent and its ink (services/web/src/styles/tokens.css), as numbers that an image can hold.
const GROUND = '#00b481';
const INK = '#011c11';

interface Icon {
  readonly file: string;
  readonly size: number;
  /** How much of the width the mark takes. A system may cut a fifth off each side of a maskable one. */
  readonly mark: number;
  /** How round its corners are, in parts of its width; systems that cut it themselves want none. */
  readonly round: number;
}

const ICONS: readonly Icon[] = [
  { file: 'icon-192.png', size: 192, mark: 0.66, round: 0.22 },
  { file: 'icon-512.png', size: 512, mark: 0.66, round: 0.22 },
  { file: 'maskable-512.png', size: 512, mark: 0.5, round: 0 },
  { file: 'apple-touch-icon.png', size: 180, mark: 0.6, round: 0 },
];

const executablePath = findChromium();
if (executablePath === undefined) throw new Error('drawing icons takes Chromium');

const favicon = await readFile(`${PUBLIC}favicon.svg`, 'utf8');
const paths = favicon.match(/<path [^>]*>/g)?.join('') ?? '';
await mkdir(`${PUBLIC}icons`, { recursive: true });
await using browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
const page = await browser.newPage();
for (const icon of ICONS) {
  await page.setViewportSize({ width: icon.size, height: icon.size });
  await page.setContent(drawing(icon));
  await writeFile(`${PUBLIC}icons/${icon.file}`, await page.screenshot({ omitBackground: true }));
}

function drawing({ size, mark, round }: Icon): string {
  const edge = (1 - mark) / 2;
  return `<style>body { margin: 0 }</style>
    <svg viewBox="0 0 1 1" width="${size}" height="${size}" color="${INK}" style="display: block">
      <rect width="1" height="1" rx="${round}" fill="${GROUND}" />
      <svg x="${edge}" y="${edge}" width="${mark}" height="${mark}" viewBox="0 0 32 32">${paths}</svg>
    </svg>`;
}
