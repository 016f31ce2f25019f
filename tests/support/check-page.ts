import type { Locator, Page } from 'playwright-core';
import { poll } from './poll.ts';

/** The test asks each server for eight seconds at most, and measures for ten. */
const WHOLE_RUN_MS = 45_000;

/** A person at the connection test. Its parts are found by their headings, as whoever reads the page finds them. */
export class CheckPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  async open(origin: string): Promise<void> {
    await poll('the connection test opens', () => this.#load(`${origin}/check`), WHOLE_RUN_MS);
  }

  /** Waits for the end of a run, and gives the words of its verdict. */
  async verdict(): Promise<string> {
    await this.#verdict()
      .and(this.page.locator(':not([data-verdict=running])'))
      .waitFor({ timeout: WHOLE_RUN_MS });
    return this.#verdict().innerText();
  }

  part(heading: string): Locator {
    return this.page.getByRole('region', { name: heading, exact: true });
  }

  /** Waits until a part has come to an end, and gives all that it says. */
  async says(heading: string): Promise<string> {
    const part = this.part(heading);
    await part.and(this.page.locator(':not([data-grade=busy])')).waitFor({ timeout: WHOLE_RUN_MS });
    return part.innerText();
  }

  /** What stands beside a label of a part that has come to an end. */
  async figure(heading: string, label: string | RegExp): Promise<string> {
    await this.says(heading);
    const term = this.page.getByRole('term').filter({ hasText: label });
    return this.part(heading)
      .locator('.check-line')
      .filter({ has: term })
      .getByRole('definition')
      .innerText();
  }

  /** What is copied for whoever helps. */
  async report(button = 'Copy report'): Promise<string> {
    await this.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await this.page.getByRole('button', { name: button }).click();
    await this.page.getByRole('button', { name: button }).waitFor({ state: 'detached' });
    return this.page.evaluate(() => navigator.clipboard.readText());
  }

  /** The rows of the table of candidates, cell by cell. */
  async candidates(title = 'All candidates'): Promise<string[][]> {
    const fold = this.page
      .getByRole('group')
      .filter({ has: this.page.getByText(title, { exact: true }) })
      .first();
    await fold.getByText(title, { exact: true }).click();
    const rows = await fold.getByRole('row').all();
    const cells = rows.map((row) => row.getByRole('cell').allInnerTexts());
    return (await Promise.all(cells)).filter((row) => row.length > 0);
  }

  #verdict(): Locator {
    return this.page.getByTestId('verdict');
  }

  // Chromium gives up what it is loading when an interface comes or goes, as Docker's do beside it.
  async #load(address: string): Promise<boolean> {
    try {
      await this.page.goto(address);
      return await this.#verdict().isVisible();
    } catch (error) {
      if (error instanceof Error && error.message.includes('ERR_NETWORK_CHANGED')) return false;
      throw error;
    }
  }
}
