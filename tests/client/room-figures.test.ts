// What a room measures of a real call: how good its paths are, who speaks, and what is sent.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Room } from '@parley/client/room';
import { serveLibrary } from '../support/library-pages.ts';
import type { LibraryPages } from '../support/library-pages.ts';
import { startReadyNode } from '../support/node-fixture.ts';
import type { RunningNode } from '../support/node-fixture.ts';
import { poll } from '../support/poll.ts';
import { has } from '../support/requirements.ts';
import { freshRoom } from '../support/test-client.ts';

declare global {
  interface Window {
    ann: Room;
    bob: Room;
    loudness: GainNode;
    connections: RTCPeerConnection[];
    uploads: { sentBps: number; budgetBps: number | null; peers: number }[];
    speakers: (string | undefined)[];
  }
}

/** Ann shows a moving picture and can make a sound; Bob listens. */
const pageFor = (
  url: string,
  room: string,
) => `<canvas width="640" height="480"></canvas><script type="module">
  import { join } from '/join.js';
  const canvas = document.querySelector('canvas');
  const drawing = canvas.getContext('2d');
  setInterval(() => {
    drawing.fillStyle = 'hsl(' + Math.random() * 360 + ' 80% 50%)';
    drawing.fillRect(Math.random() * 600, Math.random() * 400, 200, 200);
  }, 50);
  const audio = new AudioContext();
  const tone = audio.createOscillator();
  window.loudness = audio.createGain();
  loudness.gain.value = 0;
  const out = audio.createMediaStreamDestination();
  tone.connect(loudness).connect(out);
  tone.start();
  const media = new MediaStream([...canvas.captureStream(20).getTracks(), ...out.stream.getTracks()]);
  window.connections = [];
  window.uploads = [];
  window.speakers = [];
  const peerConnection = (configuration) => {
    const connection = new RTCPeerConnection(configuration);
    connections.push(connection);
    return connection;
  };
  window.ann = await join('${url}', '${room}', { media, peerConnection });
  window.bob = await join('${url}', '${room}');
  ann.on('upload', (figure) => uploads.push(figure));
  // Sound levels are those of what is played.
  const player = new Audio();
  bob.on('peer', ({ stream }) => { player.srcObject = stream; void player.play(); });
  bob.on('speaker', ({ id }) => speakers.push(id));
  document.title = 'ready';
</script>`;

describe.skipIf(!has.chromium)('a room', () => {
  let library: LibraryPages;
  let node: RunningNode;
  let page: Page;

  beforeAll(async () => {
    [library, node] = await Promise.all([serveLibrary(), startReadyNode({ env: { ALLOWED_ORIGINS: '*' } })]);
    ({ page } = await library.open(pageFor(node.url, freshRoom())));
    await page.waitForFunction(() => document.title === 'ready');
  });
  afterAll(async () => {
    await Promise.all([library?.[Symbol.asyncDispose](), node?.[Symbol.asyncDispose]()]);
  });

  it('tells by what path a peer is reached', async () => {
    await page.waitForFunction(() => window.ann.peers[0]?.quality.path !== undefined);
    const { path } = await page.evaluate(() => window.ann.peers[0]?.quality ?? { path: undefined });
    expect(['direct', 'nat']).toContain(path);
  });

  it('tells who speaks, and that nobody does any more', async () => {
    await page.evaluate(() => {
      window.loudness.gain.value = 0.8;
    });
    await page.waitForFunction(() => window.speakers.at(-1) === window.ann.id);
    await page.evaluate(() => {
      window.loudness.gain.value = 0;
    });
    await page.waitForFunction(() => window.speakers.length === 2);
    expect(await page.evaluate(() => window.speakers.at(-1))).toBeUndefined();
  });

  it('keeps what it sends within the budget, without a new negotiation', async () => {
    const sent = () => page.evaluate(() => window.uploads.at(-1)?.sentBps ?? 0);
    await poll('much is sent', async () => (await sent()) > 250_000, 30_000);
    const before = await page.evaluate(() => window.connections[0]?.localDescription?.sdp);
    await page.evaluate(() => window.ann.setUploadBudget(160_000));
    const limits = await page.evaluate(() =>
      window.connections[0]?.getSenders().flatMap((sender) => sender.getParameters().encodings),
    );
    expect(limits).toContainEqual(expect.objectContaining({ maxBitrate: 120_000, scaleResolutionDownBy: 3 }));
    await poll('little is sent', async () => (await sent()) < 200_000, 30_000);
    expect(await page.evaluate(() => window.uploads.at(-1))).toMatchObject({ budgetBps: 160_000, peers: 1 });
    expect(await page.evaluate(() => window.connections[0]?.localDescription?.sdp)).toBe(before);
  });
});
