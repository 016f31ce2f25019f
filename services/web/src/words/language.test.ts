import { expect, it } from 'vitest';
import { localeOf, pickLanguage } from './language.ts';

it.each([
  ['nothing known', '', [], 'en'],
  ['a browser in English', '', ['en-GB', 'zh-CN'], 'en'],
  ['a browser in simplified Chinese', '', ['zh-CN', 'en'], 'zh'],
  ['a browser in traditional Chinese', '', ['zh-TW'], 'zh'],
  ['a browser in Chinese by its script', '', ['zh-Hans-SG'], 'zh'],
  ['a browser in a language the page lacks, and then Chinese', '', ['fr', 'zh'], 'zh'],
  ['a browser in languages the page lacks', '', ['fr', 'de'], 'en'],
  ['English chosen in a Chinese browser', 'en', ['zh-CN'], 'en'],
  ['a choice from another time that is no language', 'tlh', ['zh-CN'], 'zh'],
])('picks the language for %s', (_who, chosen, browser, language) => {
  expect(pickLanguage(chosen, browser)).toBe(language);
});

it.each([
  ['en', ['zh-CN', 'en-GB'], 'en-GB'],
  ['en', ['zh-CN'], 'en'],
  ['zh', ['zh-TW'], 'zh-CN'],
] as const)('writes numbers and times in %s for a browser in %j as in %s', (language, browser, locale) => {
  expect(localeOf(language, browser)).toBe(locale);
});
