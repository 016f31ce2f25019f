import type { Page } from 'playwright-core';

export const LANGUAGES = ['en', 'zh'] as const;
export const THEMES = ['light', 'dark'] as const;

export type ShownLanguage = (typeof LANGUAGES)[number];
export type Theme = (typeof THEMES)[number];

/** Has an open page change its language, as another tab of the same site would, and its theme, as a system would. */
export async function appear(page: Page, language: ShownLanguage, theme: Theme): Promise<void> {
  await page.emulateMedia({ colorScheme: theme });
  await page.evaluate((chosen) => {
    localStorage.setItem('parley.language', chosen);
    dispatchEvent(new StorageEvent('storage', { key: 'parley.language', newValue: chosen }));
  }, language);
  await page.locator(`html[lang^=${language}]`).waitFor({ state: 'attached' });
}
