import { computed } from '@preact/signals';
import type { ReadonlySignal } from '@preact/signals';
import { language } from './language.ts';
import type { Language } from './language.ts';

/**
 * The words of one area in every language of the page. English gives the shape, and the others must have all of it.
 * A component that reads `.value` follows the language.
 */
export function dictionary<Words>(
  words: { en: Words } & Record<Exclude<Language, 'en'>, NoInfer<Words>>,
): ReadonlySignal<Words> {
  return computed(() => words[language.value]);
}
