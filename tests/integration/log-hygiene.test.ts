import { expect, it } from 'vitest';
import { startNode } from '../support/node-fixture.ts';
import { TestClient, freshRoom } from '../support/test-client.ts';

it('the log holds no SDP, candidate, token, credential, name of a room or address of a peer, at any level', async () => {
  const env = {
    LOG_LEVEL: 'trace',
    TURN_URLS: 'turn:t.example',
    TURN_SECRET: 'a-secret-of-at-least-sixteen',
  };
  await using node = await startNode({ env });
  const room = freshRoom();
  const ann = await TestClient.join(node, room, 'Ann Lee');
  const bob = await TestClient.join(node, room);
  const sdp = 'v=0\r\no=- 46117 2 IN IP4 192.0.2.77';
  const candidate = 'candidate:1 1 udp 2122 192.0.2.78 50000 typ host';
  bob.send({ type: 'message', room, to: ann.joined.id, data: { type: 'offer', sdp } });
  bob.send({ type: 'message', room, data: { type: 'candidate', candidate } });
  bob.send({ type: 'message', room, to: 'nobody', data: { sdp } });
  bob.send({ type: 'join', room, token: 'room-token-in-clear' });
  bob.sendText('{"sdp": broken 192.0.2.79');
  bob.send({ type: 'resume', room, id: 'x', token: 'resume-token-in-clear' });
  await bob.settle();
  await fetch(`${node.http}/api/ice-servers?secret-query`);
  await fetch(`${node.http}/nowhere?secret-query`);
  await bob.cut();
  await ann.close();
  await node.close();

  const log = node.log.join('\n');
  expect(log).toContain('peer joined');
  expect(log).toContain('connection closed');
  const [turn] = ann.joined.iceServers;
  for (const secret of [
    room,
    'Ann Lee',
    '192.0.2.',
    'IN IP4',
    'typ host',
    'in-clear',
    'secret-query',
    ann.joined.token,
    bob.joined.token,
    turn?.credential ?? expect.fail('no credential'),
    turn?.username ?? expect.fail('no username'),
  ]) {
    expect(log).not.toContain(secret);
  }
  // The peers' own address, as opposed to the listener's.
  const lines = node.log.filter((line) => !line.includes('listening'));
  expect(lines.join('\n')).not.toContain('127.0.0.1');
});
