import { readFile } from 'node:fs/promises';
import { parseEnv } from 'node:util';
import { readConfig } from '@parley/signaling/config/config';
import { expect, it } from 'vitest';
import { EXAMPLE, forgottenInCompose, settingsExample } from './settings-example.ts';

it('.env.example is as the settings have it; if not: make settings', async () => {
  expect(await readFile(EXAMPLE, 'utf8')).toBe(await settingsExample());
});

it('.env.example with all of it taken up changes nothing', async () => {
  const text = (await settingsExample()).replaceAll(/^#(?=[A-Z_]+=)/gm, '');
  const env = parseEnv(text);
  expect(Object.keys(env).length).toBeGreaterThan(20);
  expect(readConfig(env)).toEqual(readConfig({}));
});

it('no setting is forgotten in docker-compose.yml', async () => {
  // The page has a container of its own there.
  expect(await forgottenInCompose()).toEqual(['WEB_ROOT']);
});
