import { afterEach, expect, it } from 'vitest';
import { fileSize, fileSpeed } from './file-formats.ts';
import { agoInWords, duration, listed, rate } from './formats.ts';
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

it('says how long something takes in one unit', () => {
  const said = [0, 4_400, 99_000, 100_000, 480_000, 7_200_000].map((ms) => duration.value(ms));
  expect(said).toEqual(['1 second', '4 seconds', '99 seconds', '2 minutes', '8 minutes', '2 hours']);
  speak('zh');
  expect(duration.value(480_000)).toBe('8分钟');
});

it('says how large a file is and how fast it goes', () => {
  const sizes = [0, 1, 999, 1_000, 2_440_000, 250_000_000, 3_100_000_000].map((size) => fileSize.value(size));
  expect(sizes).toEqual(['0 bytes', '1 byte', '999 bytes', '1 kB', '2.4 MB', '250 MB', '3.1 GB']);
  expect(fileSpeed.value(1_540_000)).toBe('1.5 MB/s');
  speak('zh');
  expect(fileSize.value(2_440_000)).toBe('2.4 MB');
});

it('names people as one does in speaking', () => {
  expect(listed.value.format(['Ann', 'Bob', 'Cleo'])).toMatch(/^Ann, Bob,? and Cleo$/);
  speak('zh');
  expect(listed.value.format(['安', '波', '克'])).toBe('安、波和克');
});

it.each([
  [0, '0 kbps'],
  [4_321, '4.3 kbps'],
  [600_000, '600 kbps'],
  [999_499, '999 kbps'],
  [999_600, '1 Mbps'],
  [1_840_000, '1.8 Mbps'],
  [123_456_000, '123 Mbps'],
])('tells %i bits a second as %s', (bps, shown) => {
  expect(rate(bps)).toBe(shown);
});
