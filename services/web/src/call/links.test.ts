import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { splitLinks } from './links.ts';

const linksIn = (text: string) => splitLinks(text).filter(({ href }) => href !== undefined);

it.each([
  ['see https://example.org/a?b=c#d', 'https://example.org/a?b=c#d'],
  ['HTTP://Example.org', 'HTTP://Example.org'],
  ['look at https://example.org.', 'https://example.org'],
  ['(https://example.org/a)', 'https://example.org/a'],
  ['https://example.org/a_(b), and more', 'https://example.org/a_(b)'],
  ['“https://example.org/a”!', 'https://example.org/a'],
  ['请看https://example.org/路径，谢谢', 'https://example.org/'],
  ['看（https://example.org/a）。', 'https://example.org/a'],
])('finds the link in %j', (text, link) => {
  expect(linksIn(text).map((piece) => piece.text)).toEqual([link]);
});

it.each([
  'javascript:alert(1)',
  'data:text/html,x',
  'file:///etc/passwd',
  'xhttps://example.org',
  'https://',
  'https://bank.example@evil.example/',
  'no link here',
])('makes no link of %j', (text) => {
  expect(splitLinks(text)).toEqual([{ text }]);
});

it('reads the longest text that can be sent, whatever is behind the address', () => {
  const brackets = ')'.repeat(60_000);
  expect(linksIn(`https://example.org/${brackets}`).map((piece) => piece.text)).toEqual([
    'https://example.org/',
  ]);
  expect(linksIn(`https://example.org/(${brackets}`).map((piece) => piece.text)).toEqual([
    'https://example.org/()',
  ]);
});

it('loses no letter of any text, and links to pages only', () => {
  const words = fc.oneof(
    fc.string(),
    fc.webUrl(),
    fc.constantFrom('http://', '（', '。', ')', 'https://a.b/(', ' '),
  );
  fc.assert(
    fc.property(fc.array(words), (parts) => {
      const text = parts.join('');
      const pieces = splitLinks(text);
      expect(pieces.map((piece) => piece.text).join('')).toBe(text);
      for (const { href } of pieces) if (href !== undefined) expect(href).toMatch(/^https?:\/\//);
    }),
    { numRuns: 50 },
  );
});
