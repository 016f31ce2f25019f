import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startEmbedded } from '../support/embedded-process.ts';
import { startNode, startReadyNode } from '../support/node-fixture.ts';
import { poll } from '../support/poll.ts';
import { ask } from '../support/redis-admin.ts';
import { startCluster } from '../support/redis-cluster.ts';
import { redisHost } from '../support/redis-host.ts';
import type { RedisServer } from '../support/redis-host.ts';
import { startSentinel } from '../support/redis-sentinel.ts';
import { RIGHTS, limitedUser } from '../support/redis-rights.ts';
import { has } from '../support/requirements.ts';
import { TestClient, freshRoom } from '../support/test-client.ts';

const PASSWORD = 'open/sesame@1';
const WRITTEN = encodeURIComponent(PASSWORD);

async function lock(servers: readonly RedisServer[], password: string): Promise<void> {
  for (const { url } of servers) {
    await ask(url, (client) => client.acl('SETUSER', 'default', `>${password}`));
  }
}

/** A node gets in, and so does a client. */
async function getIn(url: string): Promise<void> {
  await using node = await startReadyNode({ redis: { url, prefix: `test-${crypto.randomUUID()}:` } });
  await using ann = await TestClient.join(node, freshRoom());
  expect(ann.joined.seq).toBe(1);
  expect(node.log.join('\n')).not.toMatch(/sesame/);
}

describe.skipIf(!has.redisServer)('a Redis that asks for a password', () => {
  it('lets a node in that has it, and the log of one that has another does not tell which', async () => {
    await using host = await redisHost(1);
    const server = host.server(0);
    await server.start();
    await lock([server], PASSWORD);
    await getIn(`redis://:${WRITTEN}@127.0.0.1:${server.port}`);
    const url = `redis://:close-sesame@127.0.0.1:${server.port}`;
    await using node = await startNode({ redis: { url, prefix: 'test:' } });
    await poll('the log tells why', () => node.log.some((line) => line.includes('WRONGPASS')));
    expect(node.log.join('\n')).not.toMatch(/sesame/);
  });

  it('lets a node into a Cluster, with no more rights than the stack gives it', async () => {
    await using cluster = await startCluster();
    for (const { url } of cluster.masters) {
      const rules = RIGHTS.replace('~parley:*', '~test*').replace('&parley:*', '&test*').split(' ');
      await ask(url, (client) => client.acl('SETUSER', 'parley', 'reset', 'on', `>${PASSWORD}`, ...rules));
    }
    await getIn(cluster.url.replace('redis://', `redis://parley:${WRITTEN}@`));
    for (const { url } of cluster.masters) {
      expect(await ask(url, (client) => client.acl('LOG'))).toEqual([]);
    }
  });

  it('lets a node into a Cluster by a password alone', async () => {
    await using cluster = await startCluster();
    await lock(cluster.masters, PASSWORD);
    await getIn(cluster.url.replace('redis://', `redis://:${WRITTEN}@`));
  });

  it('may stand elsewhere, behind TLS', async () => {
    await using host = await redisHost(2);
    const pair = await makeCertificate();
    const [cert, key] = [await host.write('tls.crt', pair.cert), await host.write('tls.key', pair.key)];
    const port = host.ports[1] ?? expect.fail('no port');
    const files = ['--tls-cert-file', cert, '--tls-key-file', key, '--tls-ca-cert-file', cert];
    const server = host.server(0, {
      args: ['--tls-port', String(port), '--tls-auth-clients', 'no', ...files],
    });
    await server.start();
    const url = `rediss://parley:${new URL(await limitedUser(server.url)).password}@localhost:${port}`;
    const known = { REDIS_URL: url, NODE_EXTRA_CA_CERTS: pair.certPath };
    await using node = await startEmbedded(known);
    await poll('the node is ready', async () => (await fetch(`${node.http}/readyz`)).ok);
    await using ann = await TestClient.join(node, freshRoom());
    expect(ann.joined.seq).toBe(1);
    await using suspicious = await startEmbedded({ REDIS_URL: url });
    await poll('the other one says why', () =>
      suspicious.output.some((line) => line.includes('self-signed certificate')),
    );
  });

  it('may stand behind a Sentinel that asks for another', async () => {
    await using redis = await startSentinel();
    await lock([redis.master], PASSWORD);
    await lock(redis.sentinels, 'sesame&2');
    const url = redis.url.replace('redis+sentinel://', `redis+sentinel://:${WRITTEN}@`);
    await getIn(`${url}?sentinel_password=${encodeURIComponent('sesame&2')}`);
  });
});

/** For localhost, signed by itself. */
async function makeCertificate() {
  const folder = await mkdtemp(join(tmpdir(), 'parley-redis-tls-'));
  const [certPath, keyPath] = [join(folder, 'tls.crt'), join(folder, 'tls.key')];
  const names = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
  const files = ['-out', certPath, '-keyout', keyPath];
  const kind = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
  await promisify(execFile)('openssl', ['req', ...kind, ...names, ...files]);
  onTestFinished(() => rm(folder, { recursive: true }));
  return { certPath, cert: await readFile(certPath, 'utf8'), key: await readFile(keyPath, 'utf8') };
}
