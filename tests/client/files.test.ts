// Files over a real data channel: whole, refused, and while the path is another one and the node is gone.
// CLIENT_FILE_MIB=200 for one of that size.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import type { Room } from '@parley/client/room';
import type { IncomingFile } from '@parley/client/files/incoming-file';
import { startEmbedded } from '../support/embedded-process.ts';
import type { EmbeddedProcess } from '../support/embedded-process.ts';
import { serveLibrary } from '../support/library-pages.ts';
import type { LibraryPages } from '../support/library-pages.ts';
import { has } from '../support/requirements.ts';
import { freshRoom } from '../support/test-client.ts';

const MIB = 1024 * 1024;
const SIZE = Number(process.env['CLIENT_FILE_MIB'] ?? 32) * MIB;

declare global {
  interface Window {
    ann: Room;
    bob: Room;
    offered: Promise<IncomingFile>;
    connections: RTCPeerConnection[];
  }
}

/** Two rooms in one page, which have a path between them. */
const pageFor = (url: string, room: string) => `<script type="module">
  import { join } from '/join.js';
  const arrived = (room) => new Promise((resolve) => {
    room.on('change', ({ path }) => path === 'connected' && resolve());
  });
  window.connections = [];
  const peerConnection = (configuration) => {
    const connection = new RTCPeerConnection(configuration);
    connections.push(connection);
    return connection;
  };
  window.ann = await join('${url}', '${room}', { peerConnection });
  window.bob = await join('${url}', '${room}', { peerConnection });
  window.offered = new Promise((resolve) => { bob.on('file', ({ file }) => resolve(file)); });
  await Promise.all([arrived(ann), arrived(bob)]);
  document.title = 'ready';
</script>`;

describe.skipIf(!has.chromium)('a file between two pages', () => {
  let library: LibraryPages;

  beforeAll(async () => {
    library = await serveLibrary();
  });
  afterAll(() => library?.[Symbol.asyncDispose]());

  async function openPair(): Promise<{ page: Page; node: EmbeddedProcess }> {
    const node = await startEmbedded({ ALLOWED_ORIGINS: '*' });
    const { page } = await library.open(pageFor(node.url, freshRoom()));
    await page.waitForFunction(() => document.title === 'ready');
    return { page, node };
  }

  it('arrives whole while both sides look for new paths and their node is killed', async () => {
    const { page, node } = await openPair();
    await using _node = node;
    const going = page.evaluate(async (size) => {
      const content = new Uint8Array(size);
      for (let index = 0; index < size; index += 4096) content[index] = index / 4096;
      const file = window.ann.sendFile(window.bob.id, new Blob([content]), { name: 'big.bin' });
      let restarts = 0;
      file.on('progress', ({ bytes }) => {
        if (bytes < (size / 4) * (restarts + 1) || restarts > 2) return;
        restarts += 1;
        window.ann.restartIce();
        window.bob.restartIce();
        document.title = `restarted ${restarts}`;
      });
      const offer = await window.offered;
      const startedAt = performance.now();
      const { outcome, blob } = await offer.accept();
      const tookMs = performance.now() - startedAt;
      const same = new Uint8Array((await blob?.arrayBuffer()) ?? new ArrayBuffer(0));
      return { outcome, done: await file.done, size: same.length, last: same[size - 4096], restarts, tookMs };
    }, SIZE);
    await page.waitForFunction(() => document.title === 'restarted 2');
    await node.stop('SIGKILL');
    const { tookMs, ...result } = await going;
    const last = ((SIZE - 4096) / 4096) % 256;
    expect(result).toEqual({ outcome: 'arrived', done: 'arrived', size: SIZE, last, restarts: 3 });
    process.stdout.write(`${SIZE / MIB} MiB in ${Math.round(tookMs)} ms\n`);
    await page.context().close();
  });

  it('goes to a disk as it comes', async () => {
    const { page, node } = await openPair();
    await using _node = node;
    const result = await page.evaluate(async (size) => {
      const folder = await navigator.storage.getDirectory();
      const handle = await folder.getFileHandle('received', { create: true });
      const file = window.ann.sendFile(window.bob.id, new Blob([new Uint8Array(size).fill(7)]));
      const { outcome, blob } = await (await window.offered).accept(await handle.createWritable());
      return { outcome, done: await file.done, blob, stored: (await handle.getFile()).size };
    }, SIZE);
    expect(result).toEqual({ outcome: 'arrived', done: 'arrived', blob: undefined, stored: SIZE });
    await page.context().close();
  });

  it('is not sent a byte of when it is refused', async () => {
    const { page, node } = await openPair();
    await using _node = node;
    const result = await page.evaluate(async (size) => {
      const file = window.ann.sendFile(window.bob.id, new Blob([new Uint8Array(size)]));
      (await window.offered).refuse();
      const outcome = await file.done;
      const reports: RTCStatsReport[] = await Promise.all(window.connections.map((each) => each.getStats()));
      const channels = reports
        .flatMap((report) => [...report.values()] as Record<string, unknown>[])
        .filter(({ label }) => label === 'files');
      return { outcome, sent: channels.map(({ bytesSent }) => Number(bytesSent)) };
    }, MIB);
    expect(result.outcome).toBe('refused');
    // The offer, and the word that it is refused.
    expect(result.sent).toHaveLength(2);
    expect(Math.max(...result.sent)).toBeLessThan(200);
    await page.context().close();
  });
});
