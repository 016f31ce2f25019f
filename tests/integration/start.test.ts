import { createHmac } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PAGE, startAndFail, startEmbedded } from '../support/embedded-process.ts';
import { poll } from '../support/poll.ts';
import { TestClient, freshRoom } from '../support/test-client.ts';

describe('starting the process', () => {
  it('stops with a list of all that is wrong, by name', async () => {
    const { code, text } = await startAndFail({
      PORT: 'eighty',
      ROOM_CAPACITY: '0',
      REDIS_URL: 'http://x',
      ALLOWED_ORIGINS: 'https://a.example/path',
      LOG_LEVEL: 'loud',
      TURN_URLS: 'turn:t.example',
      TURN_SECRET_FILE: '/nowhere/secret',
      TRUST_PROXY: 'everybody',
    });
    expect(code).toBe(1);
    for (const name of [
      'PORT',
      'ROOM_CAPACITY',
      'REDIS_URL',
      'ALLOWED_ORIGINS',
      'LOG_LEVEL',
      'TURN_SECRET_FILE',
      'TRUST_PROXY',
    ]) {
      expect(text).toContain(`- ${name}:`);
    }
    expect(text).not.toContain(' at ');
  });

  it('says which port is taken, and by which setting to choose another', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    // A TCP listener's address is an object.
    const { port } = taken.address() as AddressInfo;
    try {
      const { code, text } = await startAndFail({ PORT: String(port), METRICS_PORT: '0' });
      expect(code).toBe(1);
      expect(text).toContain(`PORT: ${port} is taken`);
    } finally {
      taken.close();
    }
  });

  it('takes a secret from the first line of a file, and never shows it', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'parley-'));
    const secret = 'secret-from-a-file-1234';
    await writeFile(join(folder, 'turn'), `${secret}\nthe-secret-before-this-one\n`);
    try {
      await using server = await startEmbedded({
        TURN_SECRET_FILE: join(folder, 'turn'),
        TURN_URLS: 'turn:t.example',
        LOG_LEVEL: 'trace',
      });
      await using ann = await TestClient.join(server, freshRoom());
      const [{ username = '', credential } = expect.fail('no TURN server')] = ann.joined.iceServers;
      expect(credential).toBe(createHmac('sha1', secret).update(username).digest('base64'));
      expect(server.output.join('\n')).not.toContain(secret);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('takes a folder for the page that is told relative to where it runs', async () => {
    await using server = await startEmbedded({ WEB_ROOT: relative(process.cwd(), PAGE) });
    expect(await (await fetch(server.http)).text()).toContain('<title>Parley');
  });

  it('says where to open the page', async () => {
    await using server = await startEmbedded();
    const port = new URL(server.http).port;
    await poll('the address is told', () =>
      server.output.some((line) => line.includes(`http://localhost:${port}`)),
    );
  });

  it('ends with 0 on SIGTERM, and sends its clients away with 1012', async () => {
    await using server = await startEmbedded();
    const ann = await TestClient.join(server, freshRoom());
    expect(await server.stop('SIGTERM')).toBe(0);
    expect((await ann.closed).code).toBe(1012);
  });
});
