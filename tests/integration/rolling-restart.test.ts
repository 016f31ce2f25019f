import { describe, expect, inject, it } from 'vitest';
import { startEmbedded } from '../support/embedded-process.ts';
import type { EmbeddedProcess } from '../support/embedded-process.ts';
import { poll } from '../support/poll.ts';
import { has } from '../support/requirements.ts';
import { ResumingClient } from '../support/resuming-client.ts';
import type { Manner } from '../support/resuming-client.ts';
import { freshRoom } from '../support/test-client.ts';

const ROOMS = 3;
const PEERS_A_ROOM = 3;
const SAY_EVERY_MS = 25;
const MANNERS: readonly Manner[] = ['takes over', 'closes first'];

async function startReady(): Promise<EmbeddedProcess> {
  const node = await startEmbedded({
    REDIS_URL: inject('redisUrl') ?? expect.fail('no Redis was started'),
    DRAIN_TIMEOUT_MS: '5000',
    MESSAGE_RATE: '1000',
  });
  await poll('the node is ready', async () => (await fetch(`${node.http}/readyz`)).status === 200);
  return node;
}

/** Has everybody say numbers, one after the other, until it is ended. Gives a function that ends it and says how many. */
function talkAllTheTime(clients: readonly ResumingClient[]): () => number {
  let said = 0;
  const timer = setInterval(() => {
    said += 1;
    for (const client of clients) client.say(said);
  }, SAY_EVERY_MS);
  return () => {
    clearInterval(timer);
    return said;
  };
}

describe.skipIf(!has.redis)('all nodes are replaced, one after the other, while everybody talks', () => {
  it.each(MANNERS)(
    'no message is lost or out of order, and nobody notices: each client %s',
    { timeout: 120_000 },
    async (manner) => {
      await using stack = new AsyncDisposableStack();
      const live: EmbeddedProcess[] = [];
      for (const node of await Promise.all([startReady(), startReady(), startReady()])) {
        live.push(stack.use(node));
      }
      let turn = 0;
      const choose = (leaving: unknown) => {
        const others = live.filter((node) => node !== leaving);
        return others[(turn += 1) % others.length] ?? expect.fail('no node is left');
      };
      const rooms: ResumingClient[][] = [];
      for (let room = 0; room < ROOMS; room += 1) {
        const name = freshRoom();
        const peers: ResumingClient[] = [];
        for (let peer = 0; peer < PEERS_A_ROOM; peer += 1) {
          peers.push(stack.use(await ResumingClient.join(name, choose, manner)));
        }
        rooms.push(peers);
      }
      const clients = rooms.flat();
      const endTalk = talkAllTheTime(clients);

      const exitCodes: (number | null)[] = [];
      for (const old of live.slice()) {
        live.splice(live.indexOf(old), 1);
        exitCodes.push(await old.stop('SIGTERM'));
        live.push(stack.use(await startReady()));
      }
      const said = endTalk();
      for (const client of clients) await client.settle();
      const others = PEERS_A_ROOM - 1;
      const heardAll = () => clients.every(({ heard }) => heard.length >= others * said);
      await poll('everybody heard everything', heardAll).catch(() => {}); // what is missing is told below

      const numbers = Array.from({ length: said }, (_, index) => index + 1);
      for (const peers of rooms) {
        for (const listener of peers) {
          expect(listener.complaints).toEqual([]);
          for (const speaker of peers.filter((peer) => peer !== listener)) {
            const words = listener.heard.filter(({ from }) => from === speaker.id).map(({ data }) => data);
            expect(words).toEqual(numbers);
          }
        }
      }
      expect(exitCodes).toEqual([0, 0, 0]);
      expect(clients.reduce((moves, client) => moves + client.moves, 0)).toBeGreaterThanOrEqual(
        clients.length,
      );
    },
  );
});
