import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Signal } from '@preact/signals';
import { afterAll, expect, it } from 'vitest';
import { LANGUAGES, isLanguage, speak } from './language.ts';
import type { Language } from './language.ts';

const HAN = /\p{Script=Han}/u;
// What is written the same in every language.
const NAMES = /^(Parley|\d+ [kM]bps)$/;

afterAll(() => speak('en'));

const areas = (await readdir(import.meta.dirname)).filter((name) => name.endsWith('-words.ts'));
const dictionaries = await Promise.all(
  areas.map(async (name): Promise<[string, Signal<unknown>]> => {
    const exported: unknown[] = Object.values(
      await import(/* @vite-ignore */ join(import.meta.dirname, name)),
    );
    const found = exported.find((value) => value instanceof Signal);
    if (found === undefined) throw new Error(`${name} has no dictionary`);
    return [name, found];
  }),
);

it('finds the dictionaries', () => {
  expect(areas).toContain('start-words.ts');
});

it.each(dictionaries)(
  '%s has the same keys in every language, and words behind each',
  (_name, dictionary) => {
    const [english, ...others] = Object.keys(LANGUAGES)
      .filter(isLanguage)
      .map((language) => spokenIn(language, dictionary));
    for (const other of others) expect([...other.keys()]).toEqual([...(english?.keys() ?? [])]);
    for (const words of [english, ...others]) {
      for (const [key, word] of words ?? []) expect(word, key).not.toBe('');
    }
  },
);

it.each(dictionaries)('%s is in Chinese where it says so', (_name, dictionary) => {
  for (const [key, word] of spokenIn('zh', dictionary)) {
    if (typeof word === 'string' && !NAMES.test(word)) expect(word, key).toMatch(HAN);
  }
  for (const [key, word] of spokenIn('en', dictionary)) {
    if (typeof word === 'string') expect(word, key).not.toMatch(HAN);
  }
});

function spokenIn(language: Language, dictionary: Signal<unknown>): Map<string, unknown> {
  speak(language);
  return new Map(leaves(dictionary.value, '').toSorted(([a], [b]) => a.localeCompare(b)));
}

function leaves(value: unknown, path: string): [string, unknown][] {
  if (typeof value === 'string') return [[path, value]];
  // What it says depends on what it is given; that it is there in every language can be seen.
  if (typeof value === 'function') return [[path, Function]];
  if (typeof value !== 'object' || value === null) throw new Error(`${path} is no word`);
  return Object.entries(value).flatMap(([key, inner]) => leaves(inner, path === '' ? key : `${path}.${key}`));
}
