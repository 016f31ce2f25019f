// A call through coturn that lasts longer than the credential it began with, and than coturn itself.
import { randomBytes } from 'node:crypto';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Room } from '@parley/client/room';
import { serveLibrary } from '../support/library-pages.ts';
import type { LibraryPages } from '../support/library-pages.ts';
import { startReadyNode } from '../support/node-fixture.ts';
import { poll } from '../support/poll.ts';
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
    heard: number;
  }
}

const pageFor = (url: string, room: string) => `<script type="module">
  import { join } from '/join.js';
  window.connections = [];
  window.paths = [];
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
    'moves to a new credential before the old is over, unheard, and outlives a new start of coturn',
    { timeout: 300_000 },
    async () => {
      const TURN_SECRET = randomBytes(24).toString('base64');
      const port = await reservePort();
      const start = () => startTurn({ TURN_SECRET }, [], port);
      const turn = await start();
      let node;
      try {
        const TURN_URLS = `turn:127.0.0.1:${port}?transport=udp`;
        node = await startReadyNode({
          env: { ALLOWED_ORIGINS: '*', TURN_SECRET, TURN_URLS, TURN_TTL_MS: String(TTL_MS) },
        });
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
        await using _again = await start();
        await poll(
          'the path was lost',
          () => page.evaluate(() => window.paths.includes('interrupted')),
          60_000,
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
