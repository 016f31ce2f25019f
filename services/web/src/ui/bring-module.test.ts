import { describe, expect, it } from 'vitest';
import { bringModule } from './bring-module.ts';

const ADDRESS = 'https://call.example/assets/chat-panel-x1.js';

/** A browser, the network of which is away until `isUp`; `remembers` what did not come, as some do. */
function browserThat({ remembers, words = `Failed to fetch dynamically imported module: ${ADDRESS}` }: Kind) {
  const failed = new Set<string>();
  const asked: string[] = [];
  const browser = {
    isUp: false,
    asked,
    load: () => browser.import(ADDRESS),
    import: async (address: string) => {
      asked.push(address);
      if (!browser.isUp) failed.add(address);
      if (!browser.isUp || (remembers && failed.has(address))) throw new TypeError(words);
      return { from: address };
    },
    fetch: async () => {
      if (!browser.isUp) throw new TypeError('Failed to fetch');
      return { ok: true };
    },
  };
  return browser;
}

interface Kind {
  remembers: boolean;
  words?: string;
}

describe('a part of the page', () => {
  it('is had under its own address where the browser asks anew', async () => {
    const browser = browserThat({ remembers: false });
    await expect(bringModule(browser.load, browser)).rejects.toThrow('Failed to fetch');
    browser.isUp = true;
    expect(await bringModule(browser.load, browser)).toEqual({ from: ADDRESS });
    expect(new Set(browser.asked)).toEqual(new Set([ADDRESS]));
  });

  it.each([
    ['Chromium', `Failed to fetch dynamically imported module: ${ADDRESS}`],
    ['Firefox', `error loading dynamically imported module: ${ADDRESS}`],
  ])('is had under another one where the browser remembers that it did not come, as %s', async (_, words) => {
    const browser = browserThat({ remembers: true, words });
    await expect(bringModule(browser.load, browser)).rejects.toThrow(words);
    browser.isUp = true;
    const had = await bringModule(browser.load, browser);
    expect(had).toMatchObject({ from: expect.stringMatching(/chat-panel-x1\.js\?again=\d+$/) });
  });

  it('stays away where its file is, and where the browser does not say which that is', async () => {
    const away = browserThat({ remembers: true });
    await expect(bringModule(away.load, away)).rejects.toThrow('Failed to fetch');
    expect(away.asked).toEqual([ADDRESS]);
    const terse = browserThat({ remembers: true, words: 'Importing a module script failed.' });
    await expect(bringModule(terse.load, terse)).rejects.toThrow('Importing a module');
  });
});
