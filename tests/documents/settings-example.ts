import { readFile } from 'node:fs/promises';
import { settings } from '@parley/signaling/config/settings';
import type { Setting } from '@parley/signaling/config/settings';
import { parse } from 'yaml';
import * as z from 'zod';

const COMPOSE = new URL('../../docker-compose.yml', import.meta.url);
export const EXAMPLE = new URL('../../.env.example', import.meta.url);

const composeFile = z.object({
  services: z.object({ signaling: z.object({ environment: z.record(z.string(), z.nullable(z.string())) }) }),
});

const HEAD = `# Settings of a signaling node. Copy this to .env beside docker-compose.yml, and take the # away from what you change.
# Written by \`make settings\` from services/signaling/src/config/settings.ts; docs/configuration.md tells more.
# A secret does not belong into a repository: .env is ignored by git, and should be readable by you alone (chmod 600 .env).
`;

/** `.env.example` as it has to be: each setting that can be changed, with its meaning and its default. */
export async function settingsExample(): Promise<string> {
  const given = await inCompose();
  const open = Object.entries<Setting>(settings).filter(([name]) => isOpen(name, given));
  return [HEAD, ...open.map(([name, setting]) => entry(name, setting))].join('\n');
}

/** Settings that the Compose stack neither passes on nor gives itself. */
export async function forgottenInCompose(): Promise<string[]> {
  const given = await inCompose();
  return Object.keys(settings).filter((name) => !(name in given) && !(`${name}_FILE` in given));
}

async function inCompose(): Promise<Record<string, string | null>> {
  return composeFile.parse(parse(await readFile(COMPOSE, 'utf8'), { merge: true })).services.signaling
    .environment;
}

/** Whether the stack takes it from the environment: what it says by itself is for it alone to say. */
function isOpen(name: string, given: Record<string, string | null>): boolean {
  if (!(name in given)) return false;
  const value = given[name];
  return value === null || value === undefined || value.includes(`\${${name}`);
}

function entry(name: string, { meaning, fallback = '', secret }: Setting): string {
  const note = secret ? `\n# A secret: ${name}_FILE takes the path of a file with it.` : '';
  return `# ${meaning.replaceAll('`', '')}${note}\n#${name}=${fallback}\n`;
}
