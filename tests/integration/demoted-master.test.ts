import { describe, expect, it } from 'vitest';
import { startConversation } from '../support/conversation.ts';
import { poll } from '../support/poll.ts';
import { ask } from '../support/redis-admin.ts';
import { redisHost } from '../support/redis-host.ts';
import { has } from '../support/requirements.ts';
import { tcpProxy } from '../support/tcp-proxy.ts';

describe.skipIf(!has.redisServer)('a master that was made a replica', () => {
  it('is left, though it answers still, for the one that its address leads to now', async () => {
    await using host = await redisHost(2);
    const [former, next] = [host.server(0), host.server(1)];
    await Promise.all([former.start(), next.start()]);
    await ask(next.url, (client) => client.replicaof('127.0.0.1', former.port));
    await poll('the replica is in step', async () =>
      (await ask(next.url, (client) => client.info('replication'))).includes('master_link_status:up'),
    );
    await using proxy = await tcpProxy('127.0.0.1', former.port);
    await proxy.up();
    await using there = await startConversation(`redis://127.0.0.1:${proxy.port}`, { NODE_LEASE_MS: '3000' });
    // As a hosted Redis does: the name leads to another server, and open connections stay where they are.
    proxy.aim(next.port);
    await ask(next.url, (client) => client.call('REPLICAOF', 'NO', 'ONE'));
    await ask(former.url, (client) => client.replicaof('127.0.0.1', next.port));
    const names = there.nodes.flatMap(({ id }) => [`name=parley-${id} `, `name=parley-${id}-sub `]);
    await poll('all connections are with the new master', async () => {
      const clients = String(await ask(next.url, (client) => client.client('LIST')));
      return names.every((name) => clients.includes(name));
    });
    await there.untilReady();
    await there.talk();
    await using eve = await there.meet();
    await there.part(eve);
    expect(there.undisturbed).toBe(true);
  });
});
