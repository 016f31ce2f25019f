import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import type { Page } from 'playwright-core';
import { build } from 'vite';
import type { Rolldown } from 'vite';
import { findChromium } from './requirements.ts';

const CONFIG = fileURLToPath(new URL('../../packages/client/vite.config.ts', import.meta.url));
const ARGUMENTS = [
  '--no-sandbox',
  '--disable-background-networking',
  '--disable-component-update',
  '--use-fake-device-for-media-stream=fps=5',
  // Nobody is there to click before a page may make a sound.
  '--autoplay-policy=no-user-gesture-required',
  // So that packets between two connections of one machine need no camera permission to find their way.
  '--disable-features=WebRtcHideLocalIpsWithMdns',
];

/** Where the library is served for pages: `import { join } from '/join.js'`. */
export interface LibraryPages extends AsyncDisposable {
  readonly origin: string;
  /** A page of a browser profile of its own, that holds this HTML. What it writes to its console is kept. */
  open(html: string): Promise<{ page: Page; lines: string[] }>;
}

/** A real Chromium, and pages that use the library as it is built for those who install it. */
export async function serveLibrary(): Promise<LibraryPages> {
  const executablePath = findChromium();
  if (executablePath === undefined)
    throw new Error('there is no Chromium; the suite should have been skipped');
  const [files, browser] = await Promise.all([
    buildLibrary(),
    chromium.launch({ executablePath, args: ARGUMENTS }),
  ]);
  const pages: string[] = [];
  const server = createServer((request, response) => {
    const path = request.url ?? '/';
    const script = files.get(path.slice(1));
    response.setHeader('content-type', script === undefined ? 'text/html' : 'text/javascript');
    response.end(script ?? pages[Number(path.slice('/page/'.length))] ?? '');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = `http://localhost:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    async open(html) {
      const context = await browser.newContext({ permissions: ['camera', 'microphone'] });
      const page = await context.newPage();
      const lines: string[] = [];
      page.on('console', (message) => lines.push(message.text()));
      page.on('pageerror', (error) => lines.push(`error: ${error.message}`));
      await page.goto(`${origin}/page/${pages.push(html) - 1}`);
      return { page, lines };
    },
    async [Symbol.asyncDispose]() {
      await browser.close();
      server.close();
    },
  };
}

async function buildLibrary(): Promise<Map<string, string>> {
  const built = (await build({
    configFile: CONFIG,
    logLevel: 'silent',
    build: { write: false, sourcemap: false },
  })) as Rolldown.RolldownOutput[];
  const chunks = built.flatMap(({ output }) => output.filter((each) => each.type === 'chunk'));
  return new Map(chunks.map(({ fileName, code }) => [fileName, code]));
}
