import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { stringify } from 'yaml';
import { asyncapi } from './asyncapi.ts';
import { clientDirection, peerDataDirection, schemaDocument, serverDirection } from './json-schema.ts';
import { withTables } from './page.ts';
import { tables } from './tables.ts';

/** The folder of what is written about the protocol. */
export const FOLDER = fileURLToPath(new URL('../../docs/protocol/', import.meta.url));

/** Every generated file of docs/protocol/ as it has to be, by its name there. */
export async function documents(): Promise<Readonly<Record<string, string>>> {
  const page = await readFile(`${FOLDER}README.md`, 'utf8');
  return {
    'README.md': withTables(page, tables()),
    'asyncapi.yaml': await tidy(stringify(asyncapi(), { aliasDuplicateObjects: false }), 'yaml'),
    'schema/client-message.json': await tidy(JSON.stringify(schemaDocument(clientDirection())), 'json'),
    'schema/server-message.json': await tidy(JSON.stringify(schemaDocument(serverDirection())), 'json'),
    'schema/peer-data.json': await tidy(JSON.stringify(schemaDocument(peerDataDirection())), 'json'),
  };
}

async function tidy(text: string, parser: 'json' | 'yaml'): Promise<string> {
  return format(text, { ...(await resolveConfig(FOLDER)), parser });
}
