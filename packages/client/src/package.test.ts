import { startMockServer } from '@parley/mock-server/mock-server';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { publint } from 'publint';
import { build } from 'vite';
import type { Rolldown } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import config, { ENTRIES } from '../vite.config.ts';

const run = promisify(execFile);
const PACKAGE = fileURLToPath(new URL('..', import.meta.url));
const BIN = fileURLToPath(new URL('../../../node_modules/.bin/', import.meta.url));
const KB = 1000;

/** What a page that uses this door has to load, in bytes of gzip. */
async function sizeOf(entry: string): Promise<number> {
  const { lib: _, rolldownOptions: __, ...options } = config.build ?? {};
  const rolldownOptions = { input: entry, preserveEntrySignatures: 'strict' as const };
  const built = (await build({
    ...config,
    configFile: false,
    logLevel: 'silent',
    build: { ...options, write: false, sourcemap: false, modulePreload: false, rolldownOptions },
  })) as Rolldown.RolldownOutput;
  const chunks = built.output.filter((each) => each.type === 'chunk');
  return chunks.reduce((sum, { code }) => sum + gzipSync(code, { level: 9 }).length, 0);
}

describe('the size of the library', () => {
  it.each([
    ['signaling alone', ENTRIES['signaling-connection'], 4.4 * KB],
    ['all of it', ENTRIES.join, 16 * KB],
  ])('%s is small', async (_what, entry, limit) => {
    const size = await sizeOf(entry);
    expect(size).toBeLessThan(limit);
    // What is far smaller was measured wrong, or wants a lower limit.
    expect(size).toBeGreaterThan(limit / 2);
  });
});

describe('the package that people install', { timeout: 60_000 }, () => {
  let home: string;
  let installed: string;

  // As `npm run build` makes it, in a place of its own.
  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'parley-client-'));
    installed = join(home, 'node_modules/@parley/client');
    for (const part of ['package.json', 'README.md', 'LICENSE', 'src']) {
      await cp(join(PACKAGE, part), join(installed, part), { recursive: true });
    }
    const outDir = join(installed, 'dist');
    await run(join(BIN, 'tsc'), ['-p', PACKAGE, '--outDir', outDir, '--tsBuildInfoFile', join(home, 'info')]);
    await build({ ...config, configFile: false, logLevel: 'silent', build: { ...config.build, outDir } });
  }, 60_000);
  afterAll(() => rm(home, { recursive: true, force: true }));

  it('has nothing for publint to complain of', async () => {
    const { messages } = await publint({ pkgDir: installed, strict: true, pack: false });
    expect(messages).toEqual([]);
  });

  it('needs nothing beside it', async () => {
    const manifest = JSON.parse(await readFile(join(installed, 'package.json'), 'utf8')) as object;
    expect(manifest).not.toHaveProperty('dependencies');
    const files = await readdir(join(installed, 'dist'), { recursive: true });
    for (const file of files.filter((name) => /\.(js|d\.ts)$/.test(name))) {
      const text = await readFile(join(installed, 'dist', file), 'utf8');
      const imports = [...text.matchAll(/(?:from|import)\s*['"]([^'"]+)['"]/g)].map(([, from]) => from);
      for (const from of imports) expect(from, `${file} imports`).toMatch(/^\./);
    }
  });

  it('has types that hold for those who use it', async () => {
    await writeFile(
      join(home, 'use.ts'),
      `import { join, JoinError } from '@parley/client';
       import { SignalingConnection } from '@parley/client/signaling';
       import { Delivery, type Fate } from '@parley/client/delivery';
       const room = await join('wss://call.example/ws', 'r', { name: 'Ann', signal: AbortSignal.timeout(1) });
       room.on('peer', (peer) => { const stream: MediaStream = peer.stream; void stream; });
       room.on('state', (state) => { if (state.name === 'away') state.retryInMs.toFixed(); });
       const fate: Fate = await room.send('id', { any: 'json' });
       room.on('file', async ({ file }) => { const { blob } = await file.accept(); void blob?.size; });
       void [fate, JoinError, new Delivery(new SignalingConnection({ url: 'wss://call.example/ws' }))];
       // @ts-expect-error no such event
       room.on('pear', () => {});`,
    );
    const options = [
      '--module',
      'nodenext',
      '--target',
      'es2024',
      '--lib',
      'es2024,dom',
      '--types',
      '',
      '--strict',
    ];
    await writeFile(join(home, 'package.json'), '{"type":"module"}');
    const { stdout } = await run(join(BIN, 'tsc'), ['--noEmit', ...options, 'use.ts'], { cwd: home }).catch(
      (error: { stdout: string }) => error,
    );
    expect(stdout).toBe('');
  });

  it('runs in Node, without any WebRTC', async () => {
    const script = `
      import { join, JoinError } from '@parley/client';
      import { SignalingConnection } from '@parley/client/signaling';
      import { Delivery } from '@parley/client/delivery';
      const signaling = new SignalingConnection({ url: 'ws://127.0.0.1:9/ws', reconnectDelay: () => null });
      new Delivery(signaling);
      console.log((await signaling.join('r')).type, typeof join, typeof JoinError);`;
    const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', script], { cwd: home });
    expect(stdout).toBe('unreachable function function\n');
  });

  it('brings its licence along', async () => {
    const { stdout } = await run('npm', ['pack', '--dry-run', '--json'], { cwd: installed });
    const [packed] = JSON.parse(stdout) as [{ files: { path: string }[] }];
    const files = packed.files.map(({ path }) => path);
    expect(files).toEqual(expect.arrayContaining(['LICENSE', 'README.md', 'dist/join.js', 'dist/join.d.ts']));
    expect(files.filter((path) => path.endsWith('.test.ts'))).toEqual([]);
  });

  it('lets two programs talk by the lines of its README, without WebRTC', async () => {
    const server = await startMockServer();
    const readme = await readFile(join(installed, 'README.md'), 'utf8');
    const lines = /```js\n(import \{ Delivery[^]*?)```/.exec(readme)?.[1] ?? expect.fail('no such lines');
    await writeFile(join(home, 'talk.mjs'), lines.replace('wss://call.example/ws', server.url));
    const programs = [0, 1].map(() => spawn(process.execPath, ['talk.mjs'], { cwd: home }));
    try {
      // The one that was there first greets the other.
      const heard = programs.map(async ({ stdout }) => String((await once(stdout, 'data'))[0]));
      expect(await Promise.any(heard)).toMatch(/^\S+ \{ hello: true \}\n$/);
    } finally {
      for (const program of programs) program.kill();
      await server.close();
    }
  });
});
