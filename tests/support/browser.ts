import { chromium } from 'playwright-core';
import type { Browser, Page } from 'playwright-core';
import { CallPage, NETWORK_CHANGED } from './call-page.ts';
import { installProbe } from './page-probe.ts';
import { POLICY_VIOLATED, installPolicyWatch } from './policy-watch.ts';
import { findChromium } from './requirements.ts';

const ARGUMENTS = [
  '--no-sandbox',
  // Which of all that could be shared is shared: the page itself.
  '--auto-select-tab-capture-source-by-title=Parley',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // A name of this machine that no browser takes for it, and so an insecure address.
  '--host-resolver-rules=MAP parley.test 127.0.0.1',
  // Moving pictures and a beep. Few frames, since two cores encode and decode those of all pages. Three cameras, since
  // the second gives depths, which no encoder takes.
  '--use-fake-device-for-media-stream=fps=10,device-count=3',
];

/** The browser itself tells of each WebSocket that found nobody; no page can keep it from that. */
export const REFUSED_SOCKET = /^WebSocket connection to .* failed/;

export interface VisitorOptions {
  /** What the browser answers when the page asks for camera and microphone. */
  readonly devices?: 'granted' | 'denied';
  /** The first language of the browser. */
  readonly locale?: string;
  /** Whether it is a phone, upright and for fingers. */
  readonly phone?: boolean;
}

export interface BrowserOptions {
  /** What this browser is started with beyond what all are. */
  readonly args?: readonly string[];
}

export interface TestBrowser extends AsyncDisposable {
  /** A person with a browser of their own, so to speak: storage and permissions are theirs. */
  visitor(options?: VisitorOptions): Promise<CallPage>;
  /** Throws when any page's console had an error since this was last asked. A policy violation is never expected. */
  checkComplaints(expected?: RegExp): void;
  /** Stops all its processes, as a laptop's lid does, until it is woken. */
  sleep(): Promise<Nap>;
}

export interface Nap extends Disposable {
  readonly since: number;
  wake(): void;
}

/** A real Chromium with a fake camera and a fake microphone. */
export async function launchBrowser({ args = [] }: BrowserOptions = {}): Promise<TestBrowser> {
  const executablePath = findChromium();
  if (executablePath === undefined)
    throw new Error('there is no Chromium; the suite should have been skipped');
  // Names of files are written as the locale says, and in that of C there is but ASCII.
  const env = { ...process.env, LC_ALL: 'C.UTF-8' };
  const browser = await chromium.launch({ executablePath, args: [...ARGUMENTS, ...args], env });
  const complaints: string[] = [];
  return {
    async visitor({ devices = 'granted', locale = 'en-US', phone = false } = {}) {
      const context = await browser.newContext({
        ignoreHTTPSErrors: true,
        permissions: devices === 'granted' ? ['camera', 'microphone'] : [],
        locale,
        hasTouch: phone,
        isMobile: phone,
        viewport: phone ? { width: 390, height: 844 } : { width: 1280, height: 800 },
      });
      await context.addInitScript(installPolicyWatch);
      await context.addInitScript(installProbe);
      const page = await context.newPage();
      listen(page, complaints);
      return new CallPage(page);
    },
    checkComplaints(expected) {
      const others = complaints
        .splice(0)
        .filter((text) => POLICY_VIOLATED.test(text) || expected?.test(text) !== true);
      if (others.length > 0) throw new Error(`a page complained:\n${others.join('\n')}`);
    },
    sleep: () => sleep(browser),
    async [Symbol.asyncDispose]() {
      await browser.close();
      // A suite that never asked for complaints hears of these all the same.
      const violations = complaints.filter((text) => POLICY_VIOLATED.test(text));
      if (violations.length > 0) throw new Error(violations.join('\n'));
    },
  };
}

function listen(page: Page, complaints: string[]): void {
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    // `open` has seen to it.
    if (message.type() === 'error' && !message.text().includes(NETWORK_CHANGED))
      complaints.push(message.text());
  });
}

async function sleep(browser: Browser): Promise<Nap> {
  const devtools = await browser.newBrowserCDPSession();
  const { processInfo } = await devtools.send('SystemInfo.getProcessInfo');
  await devtools.detach();
  const signal = (name: NodeJS.Signals) => {
    for (const { id } of processInfo) process.kill(id, name);
  };
  let asleep = true;
  const wake = () => {
    if (asleep) signal('SIGCONT');
    asleep = false;
  };
  signal('SIGSTOP');
  return { since: performance.now(), wake, [Symbol.dispose]: wake };
}
