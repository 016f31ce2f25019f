import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { startEmbedded } from '../support/embedded-process.ts';

const MAIN = fileURLToPath(new URL('../load/main.ts', import.meta.url));

function launch(env: Readonly<Record<string, string>>) {
  const child = spawn(process.execPath, ['--conditions=parley:source', MAIN], {
    env: { PATH: process.env['PATH'], ...env },
  });
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (text += chunk.toString()));
  const exited = once(child, 'close').then(() => child.exitCode);
  const says = async (words: string) => {
    while (!text.includes(words)) await once(child.stdout, 'data');
  };
  return { child, exited, says, text: () => text };
}

it('a load of a node is heard in full, and says so', async () => {
  await using node = await startEmbedded();
  const load = launch({ URL: node.url, CONNECTIONS: '9', ROOM_SIZE: '3', RATE: '50', SECONDS: '2' });
  const code = await load.exited;
  expect(load.text()).toMatch(/message +\d+ /);
  expect(load.text()).toContain('lost 0');
  // A machine under load may make the generator late, and then it must not call itself a success.
  expect([0, 2]).toContain(code);
  expect(load.text()).toContain(code === 0 ? 'success' : 'generator was the limit');
});

it('a load that is broken off leaves its rooms and still reports', async () => {
  await using node = await startEmbedded();
  const load = launch({ URL: node.url, CONNECTIONS: '4', RATE: '20', SECONDS: '600' });
  await load.says('talk   1 s');
  load.child.kill('SIGINT');
  expect([0, 2]).toContain(await load.exited);
  expect(load.text()).toContain('broken off');
  const metrics = await (await fetch(`${node.operator}/metrics`)).text();
  expect(metrics).toContain('signaling_connections 0');
});

it('a load of rooms that are too small fails, and says why', async () => {
  await using node = await startEmbedded({ ROOM_CAPACITY: '2' });
  const load = launch({ URL: node.url, CONNECTIONS: '3', ROOM_SIZE: '3', RATE: '20', SECONDS: '1' });
  expect(await load.exited).not.toBe(0);
  expect(load.text()).toContain('ROOM_CAPACITY');
});
