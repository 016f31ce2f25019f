import { CLOSE_CODES } from '@parley/shared/close-codes';
import { afterAll, expect, it } from 'vitest';
import { speak } from './language.ts';
import { libraryWords, wordsFor } from './library-words.ts';

afterAll(() => speak('en'));

it('says why the server is away, by what closed or refused or filled', () => {
  expect(wordsFor({ kind: 'closed', code: 1006 })).toBe('The server doesn’t answer.');
  expect(wordsFor({ kind: 'refused', code: 'busy', message: 'x' })).toContain('asks you to wait');
  expect(wordsFor({ kind: 'full', capacity: 6 })).toBe('All 6 places are taken.');
  speak('zh');
  expect(wordsFor({ kind: 'closed', code: CLOSE_CODES.serviceRestart })).toBe('服务器正在重启。');
});

it('has a word for a code that no version knows yet', () => {
  speak('en');
  expect(wordsFor({ kind: 'closed', code: 4321 })).toBe(libraryWords.value.closed.unknown);
});
