import { computed, signal } from '@preact/signals';
import type { ReadonlySignal } from '@preact/signals';
import { gradeBrowser } from './browser-finding.ts';
import type { BrowserFinding } from './browser-finding.ts';
import { lookAtBrowser, tryDevices } from './browser-look.ts';
import { askForServers } from './issued.ts';
import type { IssuedReply } from './issued.ts';
import { judgeAll } from './overall.ts';
import type { Overall } from './overall.ts';
import { ServerCheck } from './server-check.ts';
import type { SignalingFinding } from './signaling-finding.ts';
import { SignalingTrip } from './signaling-trip.ts';

/** One run of the whole test; all that is known so far can be read at any time. */
export class CheckRun {
  readonly servers = new ServerCheck();
  readonly overall: ReadonlySignal<Overall>;
  readonly #signalingUrl: string;
  readonly #abort = new AbortController();
  readonly #running = signal(true);
  readonly #browser = signal<BrowserFinding | undefined>(undefined);
  readonly #signaling = signal<SignalingFinding | undefined>(undefined);
  readonly #issued = signal<IssuedReply | undefined>(undefined);

  constructor(signalingUrl: string) {
    this.#signalingUrl = signalingUrl;
    this.overall = computed(() => {
      const [browser, loop] = [this.#browser.value, this.servers.loop.value];
      return judgeAll({
        running: this.#running.value,
        browser: browser === undefined ? 'idle' : gradeBrowser(browser),
        signaling: this.#signaling.value,
        loop: loop.name === 'done' ? loop.finding : undefined,
      });
    });
  }

  get running(): ReadonlySignal<boolean> {
    return this.#running;
  }

  get browser(): ReadonlySignal<BrowserFinding | undefined> {
    return this.#browser;
  }

  get signaling(): ReadonlySignal<SignalingFinding | undefined> {
    return this.#signaling;
  }

  /** What the server gave to find a path with, or why it did not. */
  get issued(): ReadonlySignal<IssuedReply | undefined> {
    return this.#issued;
  }

  async start(): Promise<void> {
    try {
      const browser = await lookAtBrowser();
      this.#browser.value = browser;
      if (browser.webRtc) await this.#network();
    } finally {
      this.#running.value = false;
    }
  }

  /** Asks for camera and microphone, which a test of the network alone can do without. */
  async tryDevices(): Promise<void> {
    this.#browser.value = await tryDevices();
  }

  dispose(): void {
    this.#abort.abort();
  }

  async #network(): Promise<void> {
    const over = this.#abort.signal;
    const trip = new SignalingTrip(this.#signalingUrl, (finding) => {
      this.#signaling.value = finding;
    });
    over.addEventListener('abort', () => trip.leave());
    await Promise.all([trip.go(over), this.#paths(over)]);
    await trip.end();
  }

  async #paths(over: AbortSignal): Promise<void> {
    const reply = await askForServers(over);
    this.#issued.value = reply;
    await this.servers.run(reply.result === 'issued' ? reply.issued.servers : [], over);
  }
}
