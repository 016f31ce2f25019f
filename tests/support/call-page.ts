import { parseServerFrame } from '@parley/shared/parse-server-frame';
import type { Joined, Resumed } from '@parley/shared/server-messages';
import type { Locator, Page, Request } from 'playwright-core';
import { framesDecoded } from './page-stats.ts';
import { poll } from './poll.ts';

const DEADLINE_MS = 30_000;

/** Chromium gives up what it is loading when an interface comes or goes, as Docker's do beside it. */
export const NETWORK_CHANGED = 'ERR_NETWORK_CHANGED';

/** One person's call page: what they can do and see, and what their browser measures. */
export class CallPage implements AsyncDisposable {
  readonly page: Page;
  /** Each `joined` that the server sent, in order. */
  readonly joins: (Joined | Resumed)[] = [];

  constructor(page: Page) {
    this.page = page;
    page.setDefaultTimeout(DEADLINE_MS);
    page.on('websocket', (socket) => {
      socket.on('framereceived', ({ payload }) => {
        const message = parseServerFrame(payload.toString());
        if (message?.type === 'joined' || message?.type === 'resumed') this.joins.push(message);
      });
    });
  }

  /** Opens a room's link; `query` is what an operator may add, such as `?ice=relay`. */
  async open(origin: string, room: string, query = ''): Promise<void> {
    const address = `${origin}/${query}#${room}`;
    await poll(`${address} opens`, () => this.#load(address), DEADLINE_MS);
  }

  /** Opens, joins, and waits to be in. */
  async enter(origin: string, room: string, name: string, query = ''): Promise<void> {
    await this.open(origin, room, query);
    await this.join(name);
    await this.see('leave').waitFor();
  }

  /** Has the proxy choose a node for something else than the room's name, from the next connection on. */
  async useHint(hint: string): Promise<void> {
    await this.page.evaluate((value) => {
      window.parleyProbe.hint = value;
    }, hint);
  }

  async join(name: string): Promise<void> {
    await this.see('name').fill(name);
    await this.see('join').click();
  }

  async leave(): Promise<void> {
    await this.see('leave').click();
    await this.see('left').waitFor();
  }

  see(testId: string): Locator {
    return this.page.getByTestId(testId);
  }

  /** The last answer to a join or a resume. */
  get joined(): Joined | Resumed {
    return this.joins.at(-1) ?? fail('this page has not joined');
  }

  /** Waits until these people, and only they, have a tile beside our own. */
  async company(...names: string[]): Promise<void> {
    const wanted = names.toSorted().join(', ');
    let shown = '';
    const seesThem = async () => {
      const tiles = await this.page
        .locator('[data-testid=tile]:not([data-self]) .tile-name-text')
        .allTextContents();
      shown = tiles.toSorted().join(', ');
      return shown === wanted;
    };
    await poll('company', seesThem, DEADLINE_MS).catch(() =>
      fail(`wanted tiles of ${wanted}, but saw ${shown}`),
    );
  }

  async say(text: string): Promise<void> {
    if (!(await this.see('chat-input').isVisible())) await this.see('chat').click();
    await this.see('chat-input').fill(text);
    await this.see('chat-send').click();
  }

  /** Waits for a text in the chat. */
  async hear(text: string): Promise<void> {
    if (!(await this.see('chat-log').isVisible())) await this.see('chat').click();
    await this.see('chat-log').getByText(text, { exact: true }).waitFor();
  }

  /** Waits until the pictures of so many peers are decoded, one frame after the other. */
  async receivesVideo(peers = 1): Promise<void> {
    const before = await framesDecoded(this.page);
    const moves = async () => {
      const now = await framesDecoded(this.page);
      return now.filter((frames, index) => frames >= (before[index] ?? 0) + 5).length >= peers;
    };
    await poll(`video of ${peers} is decoded`, moves, DEADLINE_MS);
  }

  /** The words of every banner so far. */
  banners(): Promise<string[]> {
    return this.page.evaluate(() => window.parleyProbe.banners);
  }

  /** Waits until the page has told of a lost connection. */
  async tellsOfLoss(): Promise<void> {
    await poll('a banner tells of the loss', async () => (await this.banners()).length > 0, DEADLINE_MS);
  }

  /** Waits for a new `joined` or `resumed`, beyond the first so many, and until no banner is left. */
  async comesBack(joinsBefore = 1): Promise<void> {
    await poll('the page joins again', () => this.joins.length > joinsBefore, 60_000);
    await this.isBack();
  }

  /** Does not wait for the next try; where that is due before the click, there is nothing left to click. */
  async tryNow(label = 'Try now'): Promise<void> {
    await Promise.race([this.page.getByRole('button', { name: label }).click(), this.isBack()]);
  }

  /** Waits until no banner tells of a lost connection. */
  async isBack(): Promise<void> {
    await this.see('banner').waitFor({ state: 'detached' });
  }

  async #load(address: string): Promise<boolean> {
    let torn = false;
    const failed = (request: Request) => {
      torn ||= request.failure()?.errorText.includes(NETWORK_CHANGED) === true;
    };
    this.page.on('requestfailed', failed);
    // A second try from the same address, fragment included, would load nothing anew.
    await this.page.goto('about:blank');
    await this.page.goto(address).catch((error: Error) => {
      if (!error.message.includes(NETWORK_CHANGED)) throw error;
      torn = true;
    });
    this.page.off('requestfailed', failed);
    return !torn;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.page.context().close();
  }
}

function fail(why: string): never {
  throw new Error(why);
}
