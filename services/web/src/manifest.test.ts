import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';

const file = (path: string) => readFile(new URL(`../public${path}`, import.meta.url));

const manifest = JSON.parse(String(await file('/manifest.webmanifest'))) as {
  icons: { src: string; type: string; sizes: string; purpose?: string }[];
};
const drawn = manifest.icons
  .filter(({ type }) => type === 'image/png')
  .map(({ src, sizes }): [string, string] => [src, sizes]);

it('has what an installation takes: 192 and 512 pixels, and one to cut', () => {
  expect(drawn.map(([, sizes]) => sizes)).toEqual(expect.arrayContaining(['192x192', '512x512']));
  expect(manifest.icons.some(({ purpose }) => purpose === 'maskable')).toBe(true);
});

it.each([...drawn, ['/icons/apple-touch-icon.png', '180x180']])('%s has %s pixels', async (src, sizes) => {
  // PNG (W3C) section 11.2.1: signature, then IHDR with width and height.
  const png = await file(src);
  expect(png.subarray(1, 4).toString()).toBe('PNG');
  expect(`${png.readUInt32BE(16)}x${png.readUInt32BE(20)}`).toBe(sizes);
});
