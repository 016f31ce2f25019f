// nginx by itself, before nodes that never answer: who asks too much, who is slow, and which certificate it shows.
import { once } from 'node:events';
import { connect } from 'node:tls';
import type { TLSSocket } from 'node:tls';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { initVolumes } from '../support/init-volumes.ts';
import type { InitVolumes } from '../support/init-volumes.ts';
import { buildNginxImage, refusedStart, startNginx } from '../support/nginx-container.ts';
import type { NginxContainer } from '../support/nginx-container.ts';
import { poll } from '../support/poll.ts';
import { has } from '../support/requirements.ts';

const SOCKETS = 4;
const PENDING = 'pending';

describe.skipIf(!has.docker)('nginx', () => {
  let volumes: InitVolumes;
  let nginx: NginxContainer;

  beforeAll(async () => {
    await buildNginxImage();
    volumes = await initVolumes();
    const limits = { EDGE_SOCKETS_PER_ADDRESS: String(SOCKETS), EDGE_REQUESTS_PER_SECOND: '1' };
    nginx = await startNginx(limits, volumes.tls);
  }, 300_000);

  afterAll(async () => {
    await nginx?.[Symbol.asyncDispose]();
    await volumes?.[Symbol.asyncDispose]();
  });

  /** Asks often at once, by turns from these addresses, until so many were refused; then lets go who waits for a node. */
  async function flood(path: string, addresses: readonly string[], refusals: number) {
    const over = new AbortController();
    let refused = 0;
    const asked = Array.from({ length: 3 * SOCKETS }, async (_, index) => {
      const from = addresses[index % addresses.length] ?? '';
      const answer = await nginx.get(path, { from, signal: over.signal }).catch(() => undefined);
      if (answer?.statusCode === 429) refused += 1;
      return answer?.statusCode ?? PENDING;
    });
    await poll(`${refusals} are refused`, () => refused >= refusals);
    over.abort();
    return Promise.all(asked);
  }

  test.each([
    ['an IPv4 address', ['198.51.100.7'], ['198.51.100.8']],
    ['a /64 of IPv6', ['2001:db8:1:2::7', '2001:db8:1:2:ffff::8'], ['2001:db8:1:3::7']],
  ])(
    'holds so many sockets for %s and answers 429 to the next; so it does for its neighbour',
    async (_, ...callers) => {
      const held = [...Array<number>(2 * SOCKETS).fill(429), ...Array<string>(SOCKETS).fill(PENDING)];
      for (const addresses of callers) {
        const answers = await flood('/ws?room=demo', addresses, 2 * SOCKETS);
        expect(answers.map(String).toSorted()).toEqual(held.map(String));
      }
    },
  );

  test('answers 429 to one who asks the API too often', async () => {
    await flood('/api/ice-servers', ['198.51.100.9'], SOCKETS);
  });

  test('sends its headers with every answer, a refusal too, and each once', async () => {
    const [fine, wrong] = await Promise.all([nginx.get('/healthz'), nginx.get('/nothing')]);
    expect([fine.statusCode, wrong.statusCode]).toEqual([200, 502]);
    for (const { headersDistinct: headers } of [fine, wrong]) {
      expect.soft(headers['x-content-type-options']).toEqual(['nosniff']);
      expect.soft(headers['referrer-policy']).toEqual(['no-referrer']);
      expect.soft(headers['permissions-policy']).toEqual([expect.stringContaining('camera=(self)')]);
      expect
        .soft(headers['content-security-policy'])
        .toEqual([expect.stringContaining("default-src 'none'")]);
      expect.soft(headers['server']).toEqual(['nginx']);
    }
  });

  test('cuts off those who never finish their request, and serves the others meanwhile', async () => {
    const slow = await Promise.all(Array.from({ length: 300 }, () => handshake(nginx.port)));
    const ended = slow.map((socket) => once(socket, 'close'));
    for (const socket of slow) socket.write('GET /healthz HTTP/1.1\r\nHost: localhost\r\nX-Slow: ');
    expect((await nginx.get('/healthz')).statusCode).toBe(200);
    await Promise.all(ended);
  });

  test('shows a renewed certificate within ten seconds, and cuts nobody', async () => {
    const over = new AbortController();
    const waiting = nginx.get('/ws', { from: '198.51.100.11', signal: over.signal });
    const first = await fingerprint(nginx.port);
    await volumes.shell('rm /run/tls/tls.crt');
    await volumes.again();
    await poll('the new one is shown', async () => (await fingerprint(nginx.port)) !== first, 30_000);
    await expect(Promise.race([waiting, Promise.resolve(PENDING)])).resolves.toBe(PENDING);
    over.abort();
    await expect(waiting).rejects.toThrow('abort');
  });

  test.each([
    [{ TLS_MODE: 'letsencrypt' }, 'TLS_MODE: must be selfsigned, files or acme'],
    [{ EDGE_SOCKETS_PER_ADDRESS: 'many' }, 'EDGE_SOCKETS_PER_ADDRESS: must be a whole number'],
    [{ TLS_MODE: 'acme', ACME_MODULE: '/nowhere' }, "needs nginx's module ngx_http_acme_module"],
  ])('does not start with %j, and says why', async (settings, reason) => {
    expect(await refusedStart(settings)).toEqual({ exitCode: 78, output: expect.stringContaining(reason) });
  });

  test('puts a certificate that it was issued where coturn looks for it too, once key and chain are there', async () => {
    const script = `set -e; cd $(mktemp -d); mkdir issued out
      make() { openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj /CN=$1 -keyout issued/$1.key -out issued/$1.crt 2>/dev/null; }
      make one; cp issued/one.key kept; echo half >issued/one.key
      READERS_GID=$(id -g) ACME_PUBLISH_SECONDS=0.1 timeout 2 publish-acme.sh issued out >said &
      sleep 0.5; ls out | wc -l; cp kept issued/one.key; wait || true
      cat said; cmp out/tls.key issued/one.key; cmp out/tls.crt issued/one.crt; cat issued/one.key issued/one.crt | cmp out/tls.pem - && echo whole`;
    const said = await nginx.exec('sh', '-c', script);
    expect(said.trim().split('\n')).toEqual(['0', 'nginx: took the certificate that was issued', 'whole']);
  });
});

async function handshake(port: number): Promise<TLSSocket> {
  const socket = connect({ host: '127.0.0.1', port, rejectUnauthorized: false });
  socket.on('error', () => {}); // `close` follows
  await once(socket, 'secureConnect');
  return socket;
}

async function fingerprint(port: number): Promise<string> {
  const socket = await handshake(port);
  const { fingerprint256 } = socket.getPeerCertificate();
  socket.destroy();
  return fingerprint256;
}
