import { SignalingConnection } from '@parley/client/signaling';
import { storyOf } from '@parley/signaling/trace/story';
import { expect, inject, it } from 'vitest';
import { startReadyNode } from '../support/node-fixture.ts';
import { poll } from '../support/poll.ts';
import { has } from '../support/requirements.ts';
import { TestClient, freshRoom } from '../support/test-client.ts';

it.runIf(has.redis)(
  'one id of the library tells a visit from its first connection to its end, over two nodes',
  async () => {
    const url = inject('redisUrl') ?? expect.fail('no Redis was started');
    const redis = { url, prefix: `test-${crypto.randomUUID()}:` };
    await using one = await startReadyNode({ redis });
    await using two = await startReadyNode({ redis });
    const room = freshRoom();
    await using bob = await TestClient.join(two, room, 'Bob');
    const targets = [one.url, two.url];
    const sockets: WebSocket[] = [];
    const ann = new SignalingConnection({
      url: one.url,
      reconnectDelay: () => 10,
      webSocket: (_url, subprotocol) => {
        const socket = new WebSocket(targets[sockets.length] ?? two.url, subprotocol);
        sockets.push(socket);
        return socket;
      },
    });
    await ann.join(room, 'Ann');
    const { id } = ann;
    ann.send({ type: 'offer', sdp: 'v=0' });
    // What `data` holds is what was said, and nothing else.
    expect(await bob.next('message')).toEqual({
      type: 'message',
      room,
      from: id,
      data: { type: 'offer', sdp: 'v=0' },
    });
    sockets[0]?.close(4000);
    await poll('it is back on the other node', () => sockets.length === 2 && ann.isOpen);
    expect(ann.id).toBe(id);
    ann.leave();
    await bob.next('bye');
    const logs = () => [...one.log, ...two.log];
    const story = () => storyOf(logs(), ann.trace);
    const own = () =>
      story().flatMap(
        (line) => /^\S+ {2}(\S+) {2}\* {2}([a-z ]+?) {2}/.exec(line)?.slice(1).join(': ') ?? [],
      );
    await poll('the last of it is told', () => own().filter((line) => /closed|left/.test(line)).length === 3);
    const told = own();
    expect(told.slice(0, 5)).toEqual([
      `${one.id}: connection opened`,
      `${one.id}: peer joined`,
      `${one.id}: connection closed`,
      `${two.id}: connection opened`,
      `${two.id}: peer resumed`,
    ]);
    expect(told.slice(5).toSorted()).toEqual([`${two.id}: connection closed`, `${two.id}: peer left`]);
  },
);

it('a refused visit is found by its id, with the reason; what is no such id is not in the log', async () => {
  await using node = await startReadyNode({ env: { JOIN_TOKEN_SECRET: 'x'.repeat(32), LOG_LEVEL: 'info' } });
  const visit = new SignalingConnection({ url: node.url });
  expect(await visit.join(freshRoom())).toMatchObject({ code: 'unauthorized' });
  const [refused] = storyOf(node.log, visit.trace).filter((line) => line.includes('refused'));
  expect(refused).toContain('code=unauthorized');
  await using client = await TestClient.connect(node);
  client.send({ type: 'join', room: freshRoom(), ref: 'my own mark' });
  await client.next('error');
  expect(node.log.join('\n')).not.toContain('my own mark');
});
