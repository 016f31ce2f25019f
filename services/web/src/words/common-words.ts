import { dictionary } from './dictionary.ts';

export const commonWords = dictionary({
  en: {
    brand: 'Parley',
    guest: 'Guest',
    you: 'You',
    /** Two sentences, one after the other. */
    sentences: (one: string, other: string) => `${one} ${other}`,
    /** A name with a mark that it is one's own. */
    own: (name: string) => (name === '' ? 'You' : `${name} (You)`),
  },
  zh: {
    brand: 'Parley',
    guest: '访客',
    you: '我',
    sentences: (one, other) => `${one}${other}`,
    own: (name) => (name === '' ? '我' : `${name}（我）`),
  },
});

/** What stands in for a name that a person did not give. */
export function shownName(name: string | undefined): string {
  return name === undefined || name === '' ? commonWords.value.guest : name;
}
