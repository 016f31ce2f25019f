import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { afterAll, expect, it } from 'vitest';
import { speak } from '../words/language.ts';
import { phraseWords } from '../words/phrase-words.ts';
import { SIGNS, phraseOf } from './phrase.ts';

afterAll(() => speak('en'));

const fingerprint = fc
  .uint8Array({ minLength: 32, maxLength: 32 })
  .map((bytes) => `sha-256 ${[...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join(':')}`);

it('is the same for both people, whichever of the two is theirs', () => {
  fc.assert(
    fc.property(fingerprint, fingerprint, (own, theirs) => {
      const phrase = phraseOf({ own, theirs });
      expect(phrase).toEqual(phraseOf({ own: theirs, theirs: own }));
      expect(phrase).toHaveLength(8);
      for (const place of phrase) expect(SIGNS[place]).toBeDefined();
    }),
  );
});

it('is the first 48 bits of the SHA-256 of both', () => {
  const [own, theirs] = ['sha-256 bb', 'sha-256 aa'];
  const bytes = createHash('sha256').update('sha-256 aa\nsha-256 bb').digest();
  const bits = [...bytes.subarray(0, 6)].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  const places = bits.match(/.{6}/g)?.map((six) => Number.parseInt(six, 2));
  expect(phraseOf({ own, theirs })).toEqual(places);
});

it('differs where one certificate is another', () => {
  const ann = 'sha-256 aa';
  expect(phraseOf({ own: ann, theirs: 'sha-256 bb' })).not.toEqual(
    phraseOf({ own: ann, theirs: 'sha-256 bc' }),
  );
});

it('has 64 signs, and in each language as many words, no two the same', () => {
  expect(new Set(SIGNS).size).toBe(64);
  for (const language of ['en', 'zh'] as const) {
    speak(language);
    expect(new Set(phraseWords.value.things).size).toBe(64);
    expect(phraseWords.value.things).toHaveLength(64);
  }
});
