import { Parser } from '@asyncapi/parser';
import { parseClientFrame } from '@parley/shared/parse-client-frame';
import { parseServerFrame } from '@parley/shared/parse-server-frame';
import { Ajv } from 'ajv';
import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { asyncapi } from './asyncapi.ts';
import { FOLDER, documents } from './documents.ts';
import { clientDirection, schemaDocument, serverDirection } from './json-schema.ts';
import { sampleSessions, withTables } from './page.ts';
import { rulesOf } from './rules.ts';
import { tables } from './tables.ts';

const written = await documents();
const page = await readFile(`${FOLDER}README.md`, 'utf8');
const ajv = new Ajv({ strict: false });
const takes = {
  client: ajv.compile(schemaDocument(clientDirection())),
  server: ajv.compile(schemaDocument(serverDirection())),
};

describe('docs/protocol', () => {
  it.each(Object.entries(written))(
    'has %s as the schemas have it; if not: make protocol',
    async (name, text) => {
      expect(await readFile(`${FOLDER}${name}`, 'utf8')).toBe(text);
    },
  );

  it('is changed where a schema changes', () => {
    const changed = { ...tables(), 'error codes': 'OTHER' };
    expect(withTables(page, changed)).not.toBe(page);
    expect(withTables(withTables(page, changed), tables())).toBe(page);
  });

  it('cannot lose a mark unseen', () => {
    expect(() => withTables(page.replace('generated: error codes', 'error codes'), tables())).toThrow(
      'generated parts',
    );
    expect(() => withTables(page.replace('generated: error codes', 'generated: codes'), tables())).toThrow(
      'lost its marks of error codes',
    );
  });

  it('numbers its rules, each once and leaving none out', () => {
    const ids = rulesOf(page).map(({ id }) => id);
    const numbers = ids.map((id) => Number(id.slice(2))).toSorted((one, other) => one - other);
    expect(numbers).toEqual(ids.map((_, index) => index + 1));
    expect(page.match(/\*\*P-\d+\*\*/g)).toHaveLength(ids.length);
  });

  it('says MUST, SHOULD or MAY in each rule', () => {
    expect(rulesOf(page).filter(({ text }) => !/\b(MUST|SHOULD|MAY)\b/.test(text))).toEqual([]);
  });
});

describe('the sample sessions', () => {
  const lines = sampleSessions(page).flat();

  it('are there', () => {
    expect(lines.length).toBeGreaterThan(20);
    expect(() => sampleSessions('```parley\nA: {}\n```')).toThrow('not a frame');
  });

  it.each(lines)('hold to the schemas: $line', ({ toServer, frame }) => {
    const value: unknown = JSON.parse(frame);
    expect(takes[toServer ? 'client' : 'server'](value)).toBe(true);
    const read = toServer ? readAsServer(frame) : parseServerFrame(frame);
    // A field that the schema does not know is gone now.
    expect(Object.keys(read ?? {}).toSorted()).toEqual(Object.keys(value as object).toSorted());
  });
});

describe('the JSON Schemas', () => {
  it.each([
    '{"type":"dance"}',
    '{"type":"join"}',
    '{"type":"join","room":"a/b"}',
    '{"type":"join","room":1.5}',
    '{"type":"join","room":"a","name":"a\\nb"}',
    '{"type":"message","room":"a"}',
    '{"type":"message","room":"a","to":7,"data":1}',
    `{"type":"ping","ref":"${'r'.repeat(65)}"}`,
  ])('refuse what the server refuses: %s', (frame) => {
    expect(parseClientFrame(frame).ok).toBe(false);
    expect(takes.client(JSON.parse(frame))).toBe(false);
  });

  it.each([
    '{"type":"join","room":123456}',
    '{"type":"ping","later":1}',
    `{"type":"ping","ref":"${'🎉'.repeat(64)}"}`,
  ])('take what the server takes: %s', (frame) => {
    expect(parseClientFrame(frame).ok).toBe(true);
    expect(takes.client(JSON.parse(frame))).toBe(true);
  });
});

describe('the AsyncAPI document', () => {
  it('is valid, and has every message of both sides', async () => {
    const { document, diagnostics } = await validated(asyncapi());
    expect(diagnostics).toEqual([]);
    const operations = document?.operations().all() ?? [];
    expect(operations.map((operation) => operation.messages().all().length)).toEqual([
      Object.keys(clientDirection().messages).length,
      Object.keys(serverDirection().messages).length,
    ]);
  });

  it('would be found wrong where it is', async () => {
    const { diagnostics } = await validated({ ...asyncapi(), channels: { connection: { address: 7 } } });
    expect(diagnostics).not.toEqual([]);
  });
});

async function validated(source: object) {
  const { document, diagnostics } = await new Parser().parse(JSON.stringify(source));
  // There is a 3.1; what we say is the same in both.
  return { document, diagnostics: diagnostics.filter(({ code }) => code !== 'asyncapi-latest-version') };
}

function readAsServer(frame: string): object | undefined {
  const parsed = parseClientFrame(frame);
  return parsed.ok ? parsed.message : undefined;
}
