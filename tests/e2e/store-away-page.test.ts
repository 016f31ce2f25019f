// What somebody sees who comes while the server has lost its store, and then while it has it again.
import { expect, it } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { startEmbedded } from '../support/embedded-process.ts';
import { poll } from '../support/poll.ts';
import { redisHost } from '../support/redis-host.ts';
import { has } from '../support/requirements.ts';
import { freshRoom } from '../support/test-client.ts';

it.skipIf(!has.chromium || !has.redis)(
  'whoever cannot be taken in just now is told so, and gets in without doing anything',
  async () => {
    await using host = await redisHost(1);
    const redis = host.server(0);
    await redis.start();
    await using node = await startEmbedded({ REDIS_URL: redis.url });
    await poll('the node is ready', async () => (await fetch(`${node.http}/readyz`)).status === 200);
    await using browser = await launchBrowser();
    await using ann = await browser.visitor();
    await ann.open(node.http, freshRoom());
    await redis.signal('SIGSTOP');
    await ann.join('Ann');
    await ann.see('held').filter({ hasText: 'The server can’t take you in just now.' }).waitFor();
    expect(await ann.see('join').isDisabled()).toBe(true);
    await redis.signal('SIGCONT');
    await ann.see('leave').waitFor();
    expect(ann.joins).toHaveLength(1);
    browser.checkComplaints();
  },
);
