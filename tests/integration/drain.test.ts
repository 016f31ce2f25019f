import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, inject, it } from 'vitest';
import type { Store } from '@parley/signaling/store';
import { startEmbedded } from '../support/embedded-process.ts';
import type { EmbeddedProcess } from '../support/embedded-process.ts';
import { intercept } from '../support/intercept.ts';
import { startReadyNode } from '../support/node-fixture.ts';
import type { NodeOptions } from '../support/node-fixture.ts';
import { poll } from '../support/poll.ts';
import { redisHost } from '../support/redis-host.ts';
import { has } from '../support/requirements.ts';
import { TestClient, freshRoom } from '../support/test-client.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

function cluster(env: NodeOptions['env']) {
  const url = inject('redisUrl') ?? expect.fail('no Redis was started');
  const redis = { url, prefix: `test-${crypto.randomUUID()}:` };
  return (wrapStore: NodeOptions['wrapStore'] = (store) => store) =>
    startReadyNode({ env, redis, wrapStore });
}

describe.skipIf(!has.redis)('a node that drains', () => {
  it('sends its clients away, who resume elsewhere: nobody is said bye, and nothing sent meanwhile is lost', async () => {
    const start = cluster({ DRAIN_TIMEOUT_MS: '5000' });
    await using n1 = await start();
    await using n2 = await start();
    const room = freshRoom();
    await using ann = await TestClient.join(n1, room);
    const bob = await TestClient.join(n2, room);
    await ann.next('otherjoin');
    const closing = n2.close();
    const { afterMs } = await bob.next('reconnect');
    expect(afterMs).toBeLessThanOrEqual(4_000);
    await expect(TestClient.connect(n2)).rejects.toThrow(/ECONNREFUSED/);
    ann.send({ type: 'message', room, to: bob.joined.id, data: 'before' });
    await bob.next('message');
    await using again = await TestClient.connect(n1);
    again.send({ type: 'resume', room, id: bob.joined.id, token: bob.joined.token });
    await again.next('resumed');
    expect((await bob.closed).code).toBe(4501);
    await closing;
    ann.send({ type: 'message', room, to: bob.joined.id, data: 'after' });
    expect((await again.next('message')).data).toBe('after');
    expect(await ann.settle()).toEqual([]);
  });

  it('ends at once when it is told a second time', async () => {
    const url = inject('redisUrl') ?? expect.fail('no Redis was started');
    await using node = await startEmbedded({ REDIS_URL: url, DRAIN_TIMEOUT_MS: '600000' });
    await using ann = await TestClient.connect(node);
    const ended = node.stop('SIGTERM');
    await ann.next('reconnect');
    process.kill(node.pid, 'SIGTERM');
    expect(await ended).not.toBeNull();
    expect((await ann.closed).code).toBe(1006);
  });

  it('ends by itself and in time with a client that never answers anything', async () => {
    const url = inject('redisUrl') ?? expect.fail('no Redis was started');
    await using node = await startEmbedded({ REDIS_URL: url, DRAIN_TIMEOUT_MS: '500' });
    await ready(node);
    await using mute = await TestClient.join(node, freshRoom());
    // Nothing is read any more: no word, no ping and no close frame is answered.
    mute.socket.pause();
    // By force, after DRAIN_TIMEOUT_MS and 5 seconds more, it would be 1.
    expect(await node.stop()).toBe(0);
    mute.socket.resume();
    expect((await mute.closed).code).toBe(1012);
  });

  it('ends by itself and in time while Redis is frozen', async () => {
    await using host = await redisHost(1);
    const redis = host.server(0);
    await redis.start();
    await using node = await startEmbedded({ REDIS_URL: redis.url, DRAIN_TIMEOUT_MS: '500' });
    await ready(node);
    await using mute = await TestClient.join(node, freshRoom());
    mute.socket.pause();
    await redis.signal('SIGSTOP');
    expect(await node.stop()).toBe(0);
    await redis.signal('SIGCONT');
  });

  it('does not wait for a store that never answers, neither for its word nor for its end', async () => {
    const never = () => new Promise<never>(() => {});
    const wrapStore = (store: Store): Store => ({
      ...store,
      registry: intercept(store.registry, 'forget', () => never),
      close: () => store.close().then(never),
    });
    const node = await cluster({ DRAIN_TIMEOUT_MS: '200' })(wrapStore);
    await using ann = await TestClient.join(node, freshRoom());
    await node.close();
    expect((await ann.closed).code).toBe(1012);
  });

  it('leaves nobody behind whom the store let in, and whose answer came too late', async () => {
    const env = { NODE_LEASE_MS: '1000', RESUME_WINDOW_MS: '500' };
    const attached = Promise.withResolvers<void>();
    const wrapStore = (store: Store): Store => ({
      ...store,
      notReady: () => store.notReady(),
      close: () => store.close(),
      membership: intercept(store.membership, 'attach', (attach) => async (...args) => {
        await attach(...args);
        attached.resolve();
        return new Promise<never>(() => {});
      }),
    });
    const start = cluster(env);
    await using n1 = await start(wrapStore);
    await using n2 = await start();
    const room = freshRoom();
    await using ann = await TestClient.join(n2, room);
    await using bob = await TestClient.join(n2, room);
    await ann.next('otherjoin');
    await using again = await TestClient.connect(n1);
    again.send({ type: 'resume', room, id: bob.joined.id, token: bob.joined.token });
    await attached.promise;
    await n1.close();
    // No node holds a socket of his that the store knows of.
    expect(await ann.next('bye')).toMatchObject({ id: bob.joined.id, reason: 'lost' });
  });

  it('takes no new connection from the moment that it is told', async () => {
    const url = inject('redisUrl') ?? expect.fail('no Redis was started');
    await using node = await startEmbedded({ REDIS_URL: url, DRAIN_TIMEOUT_MS: '60000' });
    await ready(node);
    await using ann = await TestClient.join(node, freshRoom());
    const ended = node.stop();
    await ann.next('reconnect');
    await expect(fetch(`${node.http}/readyz`)).rejects.toThrow('fetch failed');
    await expect(TestClient.connect(node)).rejects.toThrow(/ECONNREFUSED/);
    // Nobody is left to wait for.
    await ann.cut();
    expect(await ended).toBe(0);
  });
});

describe.skipIf(!has.docker)('the Compose stack', () => {
  it('gives a node longer to stop than it takes at most', async () => {
    const { stdout } = await promisify(execFile)(
      'docker',
      ['compose', '--env-file', '/dev/null', '--file', 'docker-compose.yml', 'config', '--format', 'json'],
      { cwd: ROOT, env: { PATH: process.env['PATH'], HOME: process.env['HOME'] } },
    );
    const config = JSON.parse(stdout) as {
      services: {
        signaling: { stop_grace_period: string; environment: { DRAIN_TIMEOUT_MS: string } };
      };
    };
    const { stop_grace_period: grace, environment } = config.services.signaling;
    const [, minutes = '0', seconds = '0'] = /^(?:(\d+)m)?(?:(\d+)s)?$/.exec(grace) ?? expect.fail(grace);
    const graceMs = (Number(minutes) * 60 + Number(seconds)) * 1000;
    expect(graceMs).toBeGreaterThan(Number(environment.DRAIN_TIMEOUT_MS) + 5_000);
  });
});

function ready(node: EmbeddedProcess): Promise<void> {
  return poll('the node is ready', async () => (await fetch(`${node.http}/readyz`)).status === 200);
}
