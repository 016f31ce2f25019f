import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { Deployment } from './deployment.ts';
import { SettingsError, readSettings } from './settings.ts';

it('takes the deployment of this machine where nothing is said', () => {
  const settings = readSettings({ URL: '', NODES: '' });
  expect(settings).toMatchObject({ host: 'localhost', httpsPort: 443, httpPort: 80, nodes: [] });
  expect(new Deployment(settings).origin).toBe('https://localhost');
});

it('takes an address before what the .env says', () => {
  const settings = readSettings({ URL: 'https://[2001:db8::7]:8443', PUBLIC_HOST: 'other.example' });
  expect(settings).toMatchObject({ host: '2001:db8::7', httpsPort: 8443 });
  expect(new Deployment(settings).origin).toBe('https://[2001:db8::7]:8443');
});

it('names all that is wrong at once', () => {
  const read = () => readSettings({ URL: 'ws://call.example.org', TURN_MIN_PORT: 'many' });
  expect(read).toThrow(SettingsError);
  expect(read).toThrow(/URL: must be https[^]*TURN_MIN_PORT: must be a port/);
});

it('takes the first secret of a file that is there', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'parley-doctor-'));
  const file = join(folder, 'join_token_secret');
  await writeFile(file, 'new\nold\n');
  expect(readSettings({ JOIN_TOKEN_SECRET_FILE: file }).joinSecret).toBe('new');
  await rm(folder, { recursive: true });
  expect(readSettings({ JOIN_TOKEN_SECRET_FILE: '/nowhere' }).joinSecret).toBeUndefined();
});

it("goes to what stands for the machine's loopback, inside a container", async () => {
  const inside = new Deployment(readSettings({ LOOPBACK: '192.0.2.1' }));
  expect(await inside.addressOf('localhost')).toBe('192.0.2.1');
  expect(await inside.addressOf('127.0.0.1')).toBe('192.0.2.1');
  expect(await inside.addressOf('198.51.100.4')).toBe('198.51.100.4');
});
