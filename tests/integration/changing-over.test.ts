// The browser library, run in Node without any WebRTC, when its node goes away.
import { SignalingConnection } from '@parley/client/signaling-connection';
import { expect, inject, describe, it } from 'vitest';
import { startReadyNode } from '../support/node-fixture.ts';
import type { RunningNode } from '../support/node-fixture.ts';
import { has } from '../support/requirements.ts';
import { freshRoom } from '../support/test-client.ts';

describe.skipIf(!has.redis)('a client of the library, told to go to another node', () => {
  it('is in the room without a gap, and misses nothing that is said meanwhile', async () => {
    const url = inject('redisUrl') ?? expect.fail('no Redis was started');
    const redis = { url, prefix: `test-${crypto.randomUUID()}:` };
    const start = () => startReadyNode({ redis, env: { DRAIN_TIMEOUT_MS: '3000' } });
    await using first = await start();
    await using second = await start();
    let open: RunningNode = first;
    const ann = new SignalingConnection({
      url: first.url,
      webSocket: (_url, subprotocol) => new WebSocket(open.url, subprotocol),
    });
    using _ann = { [Symbol.dispose]: () => ann.leave() };
    const bob = new SignalingConnection({ url: second.url });
    using _bob = { [Symbol.dispose]: () => bob.leave() };
    const room = freshRoom();
    const joined = await ann.join(room);
    await bob.join(room);
    const states: string[] = [];
    ann.on('state', ({ name }) => void states.push(name));
    const heard: unknown[] = [];
    const hundredth = new Promise<void>((resolve) => {
      ann.on('message', ({ data }) => {
        heard.push(data);
        if (data === 100) resolve();
      });
    });
    const resumed = new Promise<void>((resolve) => {
      ann.on('resumed', () => resolve());
    });
    let said = 0;
    const talk = setInterval(() => {
      said += 1;
      bob.send(said, ann.id);
      if (said === 100) clearInterval(talk);
    }, 10);
    open = second;
    const closed = first.close();
    await resumed;
    await hundredth;
    await closed;
    expect(states).toEqual([]);
    expect(heard).toEqual(Array.from({ length: 100 }, (_, index) => index + 1));
    expect(ann.id).toBe(joined.type === 'joined' ? joined.id : 'not in');
  });
});
