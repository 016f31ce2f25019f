import { describe, expect, it } from 'vitest';
import { startConversation } from '../support/conversation.ts';
import { poll } from '../support/poll.ts';
import { ask } from '../support/redis-admin.ts';
import { startSentinel } from '../support/redis-sentinel.ts';
import { has } from '../support/requirements.ts';

// A master is gone for seconds until its replica takes over; nobody may be given up meanwhile.
const env = { NODE_LEASE_MS: '30000' };

describe.skipIf(!has.redisServer)('two nodes behind Sentinel', () => {
  it('go on once the replica has taken over from a master that was killed', async () => {
    await using redis = await startSentinel();
    await using there = await startConversation(redis.url, env);
    await redis.master.kill();
    await there.untilAway();
    await there.untilReady();
    await there.talk();
    await using eve = await there.meet();
    await there.part(eve);
    expect(there.undisturbed).toBe(true);
  }, 60_000);

  it('follow when the replica takes over from a master that is well', async () => {
    await using redis = await startSentinel();
    await using there = await startConversation(redis.url, env);
    await redis.failOver();
    const names = there.nodes.flatMap(({ id }) => [`name=parley-${id} `, `name=parley-${id}-sub `]);
    await poll('all connections are with the new master', async () => {
      const clients = String(await ask(redis.replica.url, (client) => client.client('LIST')));
      return names.every((name) => clients.includes(name));
    });
    await there.untilReady();
    await there.talk();
    await using eve = await there.meet();
    await there.part(eve);
    expect(there.undisturbed).toBe(true);
  }, 60_000);
});
