import { computed, effect, signal } from '@preact/signals';
import type { ReadonlySignal } from '@preact/signals';
import { recall, remember, storageKey } from '../preferences.ts';

/** The languages the page speaks, each under the tag that browsers and `Intl` know it by. */
export const LANGUAGES = { en: 'en', zh: 'zh-CN' } as const;

export type Language = keyof typeof LANGUAGES;

/** What each language calls itself, for those who look for theirs. */
export const OWN_NAMES: Record<Language, string> = { en: 'English', zh: '中文' };

export function isLanguage(text: string): text is Language {
  return Object.hasOwn(LANGUAGES, text);
}

/** What was chosen before, or the first of the browser's languages that the page speaks. */
export function pickLanguage(chosen: string, browser: readonly string[]): Language {
  if (isLanguage(chosen)) return chosen;
  return browser.map(primary).find(isLanguage) ?? 'en';
}

/** The tag for `Intl`: English as it is written where the person lives, Chinese as it is on the page. */
export function localeOf(language: Language, browser: readonly string[]): string {
  const own = browser.find((tag) => primary(tag) === language);
  return language === 'en' && own !== undefined ? own : LANGUAGES[language];
}

const current = signal(pickLanguage(recall('language'), navigator.languages));

/** The language of the page. Who reads it while rendering follows it. */
export const language: ReadonlySignal<Language> = current;

/** How numbers and times are written in it. */
export const locale: ReadonlySignal<string> = computed(() => localeOf(current.value, navigator.languages));

export function speak(chosen: Language): void {
  remember('language', chosen);
  current.value = chosen;
}

/** Follows a choice that was made in another tab. Gives a function that ends it. */
export function hearLanguage(page: Pick<Window, 'addEventListener' | 'removeEventListener'>): () => void {
  const hear = ({ key, newValue }: StorageEvent) => {
    if (key === storageKey('language') && newValue !== null && isLanguage(newValue)) current.value = newValue;
  };
  page.addEventListener('storage', hear);
  return () => page.removeEventListener('storage', hear);
}

/** Tells the browser which language the page is in: its fonts, voices and hyphens depend on it. */
export function markLanguage(root: HTMLElement): () => void {
  return effect(() => {
    root.lang = LANGUAGES[current.value];
  });
}

function primary(tag: string): string {
  return tag.split('-', 1)[0]?.toLowerCase() ?? '';
}
