// A call through coturn that lasts longer than the credential it began with, than its node, and than coturn itself.
import { randomBytes } from 'node:crypto';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Room } from '@parley/client/room';
import { serveLibrary } from '../support/library-pages.ts';
import type { LibraryPages } from '../support/library-pages.ts';
import { startEmbedded } from '../support/embedded-process.ts';
import { poll } from '../support/poll.ts';
import { redisHost } from '../support/redis-host.ts';
import { has } from '../support/requirements.ts';
import { reservePort } from '../support/reserve-port.ts';
import { buildTurnImage, startTurn } from '../support/stun/turn-container.ts';
import { freshRoom } from '../support/test-client.ts';

const TTL_MS = 60_000;

declare global {
  interface Window {
    ann: Room;
    bob: Room;
    connections: RTCPeerConnection[];
    /** Each path that a peer was seen on, in order. */
    paths: string[];
    /** What both said of their connection to the node, in order. */
    states: string[];
    heard: number;
  }
}

const pageFor = (url: string, room: string) => `<script type="module">
  import { join } from '/join.js';
  window.connections = [];
  window.paths = [];
  window.states = [];
  window.heard = 0;
  const peerConnection = (configuration) => {
    const connection = new RTCPeerConnection(configuration);
    connections.push(connection);
    return connection;
  };
  const enter = () => join('${url}', '${room}', { iceTransportPolicy: 'relay', peerConnection });
  window.ann = await enter();
  window.bob = await enter();
  for (const each of [ann, bob]) {
    each.on('change', ({ path }) => paths.push(path));
    each.on('state', ({ name }) => states.push(name));
    each.on('text', () => (heard += 1));
  }
  setInterval(() => { ann.say('still there?'); bob.say('yes'); }, 100);
</script>`;

/** The kind and the port of what each path in use begins with. */
function relays(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    Promise.all(
      window.connections.map(async (connection) => {
        const report: RTCStatsReport = await connection.getStats();
        const stats = [...report.values()] as Record<string, string>[];
        const transport = stats.find(({ type }) => type === 'transport');
        const pair = stats.find(({ id }) => id === transport?.['selectedCandidatePairId']);
        const local = stats.find(({ id }) => id === pair?.['localCandidateId']);
        return `${local?.['candidateType']} ${local?.['port']}`;
      }),
    ),
  );
}

describe.skipIf(!has.chromium || !has.docker)('a relayed call', () => {
  let library: LibraryPages;

  beforeAll(async () => {
    [library] = await Promise.all([serveLibrary(), buildTurnImage()]);
  }, 300_000);
  afterAll(() => library?.[Symbol.asyncDispose]());

  it(
    'moves to a new credential before the old is over, unheard, though its node is killed, and outlives coturn',
    { timeout: 300_000 },
    async () => {
      const TURN_SECRET = randomBytes(24).toString('base64');
      const port = await reservePort();
      const start = () => startTurn({ TURN_SECRET }, { udpPort: port });
      const turn = await start();
      let node;
      // What the room holds outlives the node, so that the next one lets both come back to their places.
      await using host = await redisHost(1);
      const redis = host.server(0);
      await redis.start();
      try {
        const env = {
          ALLOWED_ORIGINS: '*',
          PORT: String(await reservePort()),
          REDIS_URL: redis.url,
          TURN_SECRET,
          TURN_URLS: `turn:127.0.0.1:${port}?transport=udp`,
          TURN_TTL_MS: String(TTL_MS),
        };
        node = await startEmbedded(env);
        const { page } = await library.open(pageFor(node.url, freshRoom()));
        const hears = async (more: number) => {
          const before = await page.evaluate(() => window.heard);
          await poll(
            'they hear each other',
            async () => (await page.evaluate(() => window.heard)) > before + more,
            120_000,
          );
        };
        await hears(5);
        const first = await relays(page);
        for (const relay of first) expect(relay).toMatch(/^relay \d+$/);
        await page.evaluate(() => void window.paths.splice(0));
        const states = () => page.evaluate(() => window.states.splice(0));
        await states();
        await node.stop('SIGKILL');
        node = await startEmbedded(env);
        const killed: string[] = [];
        await poll(
          'both are back in their places',
          async () => {
            killed.push(...(await states()));
            return killed.filter((state) => state === 'joined').length === 2;
          },
          40_000,
        );
        expect(killed.filter((state) => state === 'away').length).toBeGreaterThanOrEqual(2);
        await poll(
          'both sides have new allocations',
          async () =>
            (await relays(page)).every((relay, index) => relay !== first[index] && relay.startsWith('relay')),
          TTL_MS,
        );
        await hears(5);
        // Whoever listened heard no gap: the old path served until the new one was up.
        expect(await page.evaluate(() => window.paths.filter((path) => path !== 'connected'))).toEqual([]);
        expect(await page.evaluate(() => window.connections.length)).toBe(2);

        await turn[Symbol.asyncDispose]();
        // Whether the path is seen to break, or a renewal is due just now and moves it before, is a matter of luck.
        const second = await relays(page);
        await using _again = await start();
        await poll(
          'both sides have allocations of the new coturn',
          async () =>
            (await relays(page)).every(
              (relay, index) => relay !== second[index] && relay.startsWith('relay'),
            ),
          120_000,
        );
        await hears(5);
        expect(await page.evaluate(() => window.connections.length)).toBe(2);
      } finally {
        await turn[Symbol.asyncDispose]();
        await node?.[Symbol.asyncDispose]();
      }
    },
  );
});
