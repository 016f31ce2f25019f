// Words stand in the dictionaries alone, or the page would speak one language whatever was chosen.
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from '@swc/core';
import { expect, it } from 'vitest';

const SOURCES = join(import.meta.dirname, '..');
// Attributes that a person reads or hears.
const SPOKEN = new Set([
  'alt',
  'aria-label',
  'aria-description',
  'aria-roledescription',
  'data-tip',
  'label',
]);
for (const name of ['aria-valuetext', 'placeholder', 'title']) SPOKEN.add(name);
const LETTERS = /\p{L}/u;
// A sentence, as opposed to a list of class names.
const SENTENCE = /\p{Script=Han}|^\p{Lu}[\p{L}’']* \p{L}/u;

const components = (await readdir(SOURCES, { recursive: true })).filter((name) => name.endsWith('.tsx'));

it.each(components)('%s holds no words of its own', async (name) => {
  expect(await looseWords(await readFile(join(SOURCES, name), 'utf8'))).toEqual([]);
});

it.each([
  ['text of an element', '<p>Hello</p>', ['Hello']],
  ['text in braces', "<p>{'Hello'}</p>", ['Hello']],
  ['one of two texts', "<p>{on ? 'on' : words.off}</p>", ['on']],
  ['text after a condition', "<p>{on && 'on'}</p>", ['on']],
  ['a template', '<p>{`${n} people`}</p>', [' people']],
  ['an accessible name', '<button aria-label="Close" />', ['Close']],
  ['an accessible name in braces', "<button aria-label={on ? 'Mute' : words.unmute} />", ['Mute']],
  ['a sentence anywhere', "const hint = 'Plug one in';", ['Plug one in']],
  ['Chinese anywhere', "const hint = '你好';", ['你好']],
  ['class names, keys and signs', '<p class="small is-own" data-testid="x">#{n}…</p>', []],
  ['a word from a dictionary', '<p title={words.value.title}>{words.value.text}</p>', []],
])('notices %s', async (_what, source, found) => {
  expect(await looseWords(source)).toEqual(found);
});

async function looseWords(source: string): Promise<string[]> {
  const { body } = await parse(source, { syntax: 'typescript', tsx: true });
  return [...new Set(body.flatMap((item) => walk(item, false)))];
}

/** `shown`: what stands here is seen or heard as it is. */
function walk(node: unknown, shown: boolean): string[] {
  if (Array.isArray(node)) return node.flatMap((item) => walk(item, shown));
  if (!isNode(node)) return [];
  const text = textOf(node);
  if (text !== undefined) return LETTERS.test(text) && (shown || SENTENCE.test(text)) ? [text] : [];
  const { type } = node;
  if (type === 'JSXAttribute') return walk(node['value'], isSpoken(node['name']));
  if (type === 'JSXElement' || type === 'JSXFragment')
    return [...walk(node['opening'], false), ...walk(node['children'], true)];
  if (type === 'ConditionalExpression')
    return [...walk(node['test'], false), ...walk([node['consequent'], node['alternate']], shown)];
  // The operands of `&&` and `||` may be shown; those of a comparison are not.
  const passes = type === 'BinaryExpression' && ['&&', '||', '??'].includes(String(node['operator']));
  const through = passes || TRANSPARENT.has(type);
  return Object.values(node).flatMap((value) => walk(value, shown && through));
}

const TRANSPARENT = new Set(['JSXExpressionContainer', 'ParenthesisExpression', 'TemplateLiteral']);

type Node = { type: string } & Record<string, unknown>;

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null;
}

function textOf(node: Node): string | undefined {
  if (node.type === 'JSXText') return String(node['value']).trim();
  if (node.type === 'StringLiteral') return String(node['value']);
  return node.type === 'TemplateElement' ? String(node['cooked']) : undefined;
}

function isSpoken(name: unknown): boolean {
  return isNode(name) && SPOKEN.has(String(name['value']));
}
