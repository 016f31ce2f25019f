import { expect, it } from 'vitest';
import { startEmbedded } from '../support/embedded-process.ts';
import { TestClient, freshRoom } from '../support/test-client.ts';

it('text in broken UTF-8 ends its connection and reaches nobody', async () => {
  await using node = await startEmbedded();
  const room = freshRoom();
  await using ann = await TestClient.join(node, room);
  await using bob = await TestClient.join(node, room);
  const broken = Buffer.from(JSON.stringify({ type: 'message', room, to: bob.joined.id, data: '?' }));
  broken[broken.indexOf('?')] = 0xff;
  ann.socket.send(broken, { binary: false });
  expect((await ann.closed).code).toBe(1007);
  bob.send({ type: 'ping' });
  await bob.next('pong');
  expect(bob.frames.filter((frame) => frame.includes('"message"'))).toEqual([]);
});
