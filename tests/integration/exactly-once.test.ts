// The browser library over a way that harms it, through a real node: what it promises on top of the protocol.
import { Delivery } from '@parley/client/delivery';
import { SignalingConnection } from '@parley/client/signaling-connection';
import { afterEach, expect, it } from 'vitest';
import { startReadyNode } from '../support/node-fixture.ts';
import { poll } from '../support/poll.ts';
import { freshRoom } from '../support/test-client.ts';

const MESSAGES = 150;

/** Loses and doubles one message in twenty each, on the way out, and every so many frames the whole connection. */
class HarmfulSocket extends WebSocket {
  static count = 0;

  override send(frame: string): void {
    HarmfulSocket.count += 1;
    if (HarmfulSocket.count % 41 === 0) {
      // 4000: not a leave, but a loss.
      this.close(4000);
      return;
    }
    const isMessage = frame.startsWith('{"type":"message"');
    if (isMessage && HarmfulSocket.count % 20 === 3) return;
    super.send(frame);
    if (isMessage && HarmfulSocket.count % 20 === 11) super.send(frame);
  }
}

const stack = new AsyncDisposableStack();
afterEach(() => stack.disposeAsync());

it('two clients tell each other everything once and in order, though much is lost, doubled and cut off', async () => {
  const node = stack.use(await startReadyNode({ env: { MESSAGE_RATE: '1000' } }));
  const room = freshRoom();
  const enter = async () => {
    const signaling = new SignalingConnection({
      url: node.url,
      reconnectDelay: () => 20,
      webSocket: (url, subprotocol) => new HarmfulSocket(url, subprotocol),
    });
    stack.defer(() => signaling.leave());
    const delivery = new Delivery(signaling);
    const heard: unknown[] = [];
    delivery.on('message', ({ data }) => void heard.push(data));
    await signaling.join(room);
    return { signaling, delivery, heard };
  };
  const ann = await enter();
  const bob = await enter();
  await poll('they know of each other', () => ann.signaling.peers.length + bob.signaling.peers.length === 2);
  const [annsId = '', bobsId = ''] = [ann.signaling.id, bob.signaling.id];
  const numbers = Array.from({ length: MESSAGES }, (_, index) => index + 1);
  const fates = await Promise.all(
    numbers.flatMap((number) => [ann.delivery.send(bobsId, number), bob.delivery.send(annsId, { number })]),
  );
  expect(new Set(fates)).toEqual(new Set(['arrived']));
  expect(bob.heard).toEqual(numbers);
  expect(ann.heard).toEqual(numbers.map((number) => ({ number })));
  expect([ann.signaling.id, bob.signaling.id]).toEqual([annsId, bobsId]);
});
