import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { startNode } from '../support/node-fixture.ts';
import { JOIN_TOKEN_SECRET } from '../support/room-token.ts';
import { TestClient } from '../support/test-client.ts';

const MINT = fileURLToPath(new URL('../../services/signaling/dist/token.js', import.meta.url));

/** What `make token` starts. */
async function mint(env: Record<string, string>): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, [MINT], { env });
  return stdout.trim();
}

it('a minted token lets its bearer in, and its link has it behind the fragment', async () => {
  // A secret that is replaced: the first one signs.
  const env = { JOIN_TOKEN_SECRET: `${JOIN_TOKEN_SECRET} ${'x'.repeat(32)}` };
  const link = await mint({
    ...env,
    ROOM: 'demo',
    TTL: '2m',
    NAME: 'Ann Lee',
    PAGE: 'https://call.example/',
  });
  const { origin, pathname, search, hash } = new URL(link);
  expect([origin, pathname, search]).toEqual(['https://call.example', '/', '']);
  const [, token = ''] = /^#demo&token=([\w.-]+)$/.exec(hash) ?? [];
  await using node = await startNode({ env: { JOIN_TOKEN_SECRET } });
  await using ann = await TestClient.connect(node);
  ann.send({ type: 'join', room: 'demo', token });
  const { roomTokenTtlMs } = await ann.next('joined');
  expect(roomTokenTtlMs).toBeLessThanOrEqual(120_000);
  await using bob = await TestClient.connect(node);
  bob.send({ type: 'join', room: 'demo', token: await mint({ ...env, ROOM: 'de*' }) });
  expect((await bob.next('joined')).peers).toMatchObject([{ name: 'Ann Lee' }]);
});

it.each([
  [{}, 'JOIN_TOKEN_SECRET'],
  [{ JOIN_TOKEN_SECRET: 'short', ROOM: 'demo' }, 'JOIN_TOKEN_SECRET'],
  [{ JOIN_TOKEN_SECRET }, 'ROOM'],
  [{ JOIN_TOKEN_SECRET, ROOM: 'a b' }, 'room'],
  [{ JOIN_TOKEN_SECRET, ROOM: 'demo', TTL: 'soon' }, 'TTL'],
  [{ JOIN_TOKEN_SECRET, ROOM: 'demo', CAPACITY: 'six' }, 'capacity'],
  [{ JOIN_TOKEN_SECRET, ROOM: 'demo-*', PAGE: 'https://call.example' }, 'PAGE'],
])('minting with %o says what is wrong with %s', async (env, name) => {
  await expect(mint(env)).rejects.toThrow(new RegExp(`no token: ${name}`));
});
