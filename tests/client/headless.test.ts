// The library in Node, with WebRTC handed in: docs/examples/headless, which is what the README of the package points to.
import { readFile } from 'node:fs/promises';
import { startMockServer } from '@parley/mock-server/mock-server';
import type { Room } from '@parley/client/room';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serveLibrary } from '../support/library-pages.ts';
import type { LibraryPages } from '../support/library-pages.ts';
import { startRobot } from '../support/node-caller.ts';
import type { NodeCaller } from '../support/node-caller.ts';
import { poll } from '../support/poll.ts';
import { has } from '../support/requirements.ts';
import { freshRoom } from '../support/test-client.ts';

const FILE_BYTES = 8 * 1024 * 1024;

declare global {
  interface Window {
    room: Room;
    told: unknown[];
  }
}

const faultsOf = (robots: readonly NodeCaller[]) =>
  robots.flatMap(({ lines }) => lines.filter((line) => line.startsWith('fault')));

/** A member who shows a picture, to a robot that wants none. */
const pageFor = (url: string, room: string) => `<canvas></canvas><script type="module">
  import { join } from '/join.js';
  const canvas = document.querySelector('canvas');
  canvas.getContext('2d').fillRect(0, 0, 9, 9);
  window.told = [];
  window.room = await join('${url}', '${room}', { name: 'Ann', media: canvas.captureStream(5) });
  room.on('message', ({ data }) => told.push(data));
  room.on('text', ({ text }) => told.push(text));
  room.on('fault', ({ step, error }) => told.push('fault: ' + step + ': ' + error));
  room.on('file', async ({ file }) => told.push((await file.accept()).blob.size));
</script>`;

it('is tried with the WebRTC that it names', async () => {
  const named = async (file: string) => {
    const { dependencies } = JSON.parse(await readFile(new URL(file, import.meta.url), 'utf8')) as {
      dependencies: Record<string, string>;
    };
    return dependencies['node-datachannel'];
  };
  expect(await named('../../docs/examples/headless/package.json')).toBe(await named('../package.json'));
});

it('two robots talk, over paths of their own', async () => {
  await using server = await startMockServer();
  const room = freshRoom();
  await using one = startRobot(server.url, room, 'I am one');
  await poll('the first is in', () => server.heard.length > 0);
  await using two = startRobot(server.url, room, 'I am two');
  await Promise.all([one, two].map((robot) => robot.prints('greeting: arrived')));
  await Promise.all([
    one.prints('message: {"hello":"I am two"}'),
    two.prints('message: {"hello":"I am one"}'),
  ]);
  await Promise.all([one.prints('heard: I am two'), two.prints('heard: I am one')]);
  expect(faultsOf([one, two])).toEqual([]);
});

describe.skipIf(!has.chromium)('a robot and a page', () => {
  let library: LibraryPages;

  beforeAll(async () => {
    library = await serveLibrary();
  });
  afterAll(() => library?.[Symbol.asyncDispose]());

  it.each([
    ['the robot offers', ['a', 'b']],
    ['the page offers', ['b', 'a']],
  ])('talk and send each other files, where %s', async (_who, ids) => {
    await using server = await startMockServer({ nextId: () => ids.shift() ?? expect.fail('no id is left') });
    const name = freshRoom();
    const { page } = await library.open(pageFor(server.url, name));
    await page.waitForFunction(() => 'room' in window);
    await using robot = startRobot(server.url, name, 'I am a robot');
    const told = () => page.evaluate(() => window.told);
    await poll('the page heard both ways', async () => (await told()).length === 2);
    expect(await told()).toEqual(expect.arrayContaining([{ hello: 'I am a robot' }, 'I am a robot']));
    expect(await page.evaluate(() => window.room.say('Hello, robot'))).toBe(1);
    await robot.prints('heard: Hello, robot');

    const outcome = await page.evaluate((size) => {
      const [peer] = window.room.peers;
      return window.room.sendFile(peer?.id ?? '', new Blob([new Uint8Array(size).fill(7)]), { name: 'f' })
        .done;
    }, FILE_BYTES);
    expect(outcome).toBe('arrived');
    await robot.prints(`file f: arrived, ${FILE_BYTES} bytes`);
    await poll('the file is back', async () => (await told()).includes(FILE_BYTES));
    expect(await told()).toHaveLength(3);
    expect(faultsOf([robot])).toEqual([]);

    await page.evaluate(() => window.room.leave());
    await robot.prints('the other one left');
    expect(await robot.exited).toBe(0);
    await page.context().close();
  });
});
