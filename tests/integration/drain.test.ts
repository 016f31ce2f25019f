import { describe, expect, inject, it } from 'vitest';
import { startEmbedded } from '../support/embedded-process.ts';
import { startReadyNode } from '../support/node-fixture.ts';
import type { NodeOptions } from '../support/node-fixture.ts';
import { has } from '../support/requirements.ts';
import { TestClient, freshRoom } from '../support/test-client.ts';

function cluster(env: NodeOptions['env']) {
  const url = inject('redisUrl') ?? expect.fail('no Redis was started');
  const redis = { url, prefix: `test-${crypto.randomUUID()}:` };
  return () => startReadyNode({ env, redis });
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

  it('ends in time with a client that never answers', async () => {
    const start = cluster({ DRAIN_TIMEOUT_MS: '200' });
    const node = await start();
    await using mute = await TestClient.join(node, freshRoom());
    mute.socket.pause();
    await node.close();
    mute.socket.resume();
    expect((await mute.closed).code).toBe(1012);
  });
});
