import { afterEach, expect, it } from 'vitest';
import { agoInWords } from './formats.ts';
import { speak } from './language.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

afterEach(() => speak('en'));

it.each([
  [0, 'now', '现在'],
  [59_999, 'now', '现在'],
  [MINUTE, '1 minute ago', '1分钟前'],
  [3 * MINUTE + 1, '3 minutes ago', '3分钟前'],
  [90 * MINUTE, '1 hour ago', '1小时前'],
  [DAY, 'yesterday', '昨天'],
  [12 * DAY, '12 days ago', '12天前'],
  [70 * DAY, '2 months ago', '2个月前'],
  [800 * DAY, '2 years ago', '2年前'],
  [-5000, 'now', '现在'],
])('says of %d ms ago: %s, %s', (past, english, chinese) => {
  expect(agoInWords(1e13 - past, 1e13)).toBe(english);
  speak('zh');
  expect(agoInWords(1e13 - past, 1e13)).toBe(chinese);
});
