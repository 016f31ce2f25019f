import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { PAGE_HEADERS } from './web-page.ts';

// What depends on the name it is reached under, and so on TLS, which a node that runs alone has not.
const EDGE_ONLY = new Set(['strict-transport-security']);

const snippet = new URL('../../../../infra/nginx/snippets/security-headers.conf', import.meta.url);

it('says of the page what nginx says', async () => {
  const lines = (await readFile(snippet, 'utf8')).split('\n').filter((line) => line.startsWith('add_header'));
  const said = lines.map((line) => {
    const [, name = '', quoted, bare] = /^add_header (\S+) (?:"([^"]*)"|(\S+)) always;$/.exec(line) ?? [];
    return [name.toLowerCase(), quoted ?? bare];
  });
  expect(Object.fromEntries(said.filter(([name = '']) => !EDGE_ONLY.has(name)))).toEqual({ ...PAGE_HEADERS });
});

it('forbids all that is not named, and markup made from text', () => {
  const policy = new Map(
    PAGE_HEADERS['content-security-policy'].split('; ').map((directive) => {
      const [name = '', ...sources] = directive.split(' ');
      return [name, sources];
    }),
  );
  expect(policy.get('default-src')).toEqual(["'none'"]);
  expect(policy.get('require-trusted-types-for')).toEqual(["'script'"]);
  expect(
    [...policy.values()].flat().filter((source) => /unsafe|\*|data:|^https?:|^wss?:/.test(source)),
  ).toEqual([]);
});
