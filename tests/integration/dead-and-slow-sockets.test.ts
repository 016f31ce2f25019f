import { describe, expect, it } from 'vitest';
import { startNode } from '../support/node-fixture.ts';
import type { RunningNode } from '../support/node-fixture.ts';
import { poll } from '../support/poll.ts';
import { TestClient, freshRoom } from '../support/test-client.ts';

async function ended(node: RunningNode, code: number): Promise<boolean> {
  const metrics = await (await fetch(`${node.operator}/metrics`)).text();
  return metrics.includes(`signaling_disconnects_total{code="${code}"} 1`);
}

async function comeBack(node: RunningNode, held: { room: string; id: string; token: string }) {
  const client = await TestClient.connect(node);
  client.send({ type: 'resume', room: held.room, id: held.id, token: held.token });
  return client;
}

/** The numbers that came to a client in messages, in order. */
function numbersTo(client: TestClient): number[] {
  const messages = client.frames.map((frame) => JSON.parse(frame) as { type: string; data: [number] });
  return messages.filter(({ type }) => type === 'message').map(({ data }) => data[0]);
}

describe('a socket that answers no ping', () => {
  it('is found; inside the window its client resumes, and the others notice nothing', async () => {
    await using node = await startNode({ env: { PING_INTERVAL_MS: '100', PING_TIMEOUT_MS: '150' } });
    const room = freshRoom();
    await using ann = await TestClient.join(node, room);
    await using mute = await TestClient.join(node, room);
    await ann.next('otherjoin');
    // Nothing is read any more, as on a path that is cut: no word comes through, and no end either.
    mute.socket.pause();
    await poll('the dead socket is found', () => ended(node, 4002));
    ann.send({ type: 'message', room, to: mute.joined.id, data: [1] });
    await ann.settle();
    await using again = await comeBack(node, mute.joined);
    expect(await again.next('resumed')).toMatchObject({ id: mute.joined.id });
    expect((await again.next('message')).data).toEqual([1]);
    again.send({ type: 'message', room, to: ann.joined.id, data: 'here' });
    expect((await ann.next('message')).data).toBe('here');
    expect(await ann.settle()).toEqual([]);
  });
});

describe('a reader that is too slow', () => {
  it('is cut, and gets all that was sent to it, in order, when it has read up and resumes', async () => {
    const env = { SEND_BUFFER_BYTES: '65536', MESSAGE_RATE: '100000', MESSAGE_BURST: '100000' };
    await using node = await startNode({ env });
    const room = freshRoom();
    await using ann = await TestClient.join(node, room);
    await using slow = await TestClient.join(node, room);
    await using bob = await TestClient.join(node, room);
    await ann.next('otherjoin');
    await ann.next('otherjoin');
    slow.socket.pause();
    let sent = 0;
    const send = (padding: string) => {
      sent += 1;
      ann.send({ type: 'message', room, data: [sent, padding] });
    };
    await poll('the slow reader is cut', async () => {
      for (let count = 0; count < 5; count += 1) send('x'.repeat(50_000));
      await ann.settle();
      return ended(node, 4001);
    });
    for (let count = 0; count < 5; count += 1) send('');
    await ann.settle();
    slow.socket.resume();
    expect((await slow.closed).code).toBe(4001);
    await using again = await comeBack(node, slow.joined);
    await again.next('resumed');
    await again.settle();
    const all = Array.from({ length: sent }, (_, index) => index + 1);
    expect([...numbersTo(slow), ...numbersTo(again)]).toEqual(all);
    expect(numbersTo(again).length).toBeGreaterThanOrEqual(5);
    // The neighbour had everything all the time, and nobody was told of anything.
    await bob.settle();
    expect(numbersTo(bob)).toEqual(all);
    expect(await ann.settle()).toEqual([]);
  });
});
