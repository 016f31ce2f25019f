// The examples of docs/examples: clients that share no line with ours, so that nothing of ours can soften the protocol.
import type { IceServer } from '@parley/shared/ice';
import { startMockServer } from '@parley/mock-server/mock-server';
import { readFile } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import type { TestBrowser } from '../support/browser.ts';
import type { CallPage } from '../support/call-page.ts';
import { startEmbedded } from '../support/embedded-process.ts';
import type { EmbeddedProcess } from '../support/embedded-process.ts';
import { startExampleSite } from '../support/example-site.ts';
import type { ExampleSite } from '../support/example-site.ts';
import { startNodeCaller } from '../support/node-caller.ts';
import { has } from '../support/requirements.ts';
import { tcpProxy } from '../support/tcp-proxy.ts';
import { TestClient, freshRoom } from '../support/test-client.ts';

const EXAMPLES = new URL('../../docs/examples/', import.meta.url);
const NODE = new URL('node-datachannel/', EXAMPLES);

async function says({ page }: CallPage, text: string): Promise<void> {
  await page.locator('#text').fill(text);
  await page.locator('#text').blur();
}

async function reads({ page }: CallPage, text: string): Promise<void> {
  await page.locator('#heard').getByText(text, { exact: true }).waitFor();
}

async function isConnected({ page }: CallPage): Promise<void> {
  await page.locator('#state').getByText('connected', { exact: true }).waitFor();
}

it('plain.html has under 80 lines, and takes nothing from elsewhere', async () => {
  const page = await readFile(new URL('plain.html', EXAMPLES), 'utf8');
  expect(page.trimEnd().split('\n').length).toBeLessThan(80);
  expect(page).not.toMatch(/\bimport\b|\bsrc=/);
});

it('the Node client is tried with the library that it names', async () => {
  const named = async (file: URL) => {
    const { dependencies } = JSON.parse(await readFile(file, 'utf8')) as {
      dependencies: Record<string, string>;
    };
    return dependencies['node-datachannel'];
  };
  const ours = await named(new URL('../package.json', import.meta.url));
  expect(ours).toMatch(/^\d/);
  expect(await named(new URL('package.json', NODE))).toBe(ours);
});

it('the Node client hands on the ice servers that libdatachannel can use', async () => {
  const { libdatachannelServers } = (await import(new URL('ice-servers.js', NODE).href)) as {
    libdatachannelServers: (iceServers: readonly IceServer[]) => object[];
  };
  const turn = { username: '1:a', credential: 'c' };
  const urls = [
    'stun:s.example',
    'turn:t.example:3478?transport=udp',
    'turn:t.example?transport=tcp',
    'turns:[2001:db8::1]:443',
  ];
  expect(libdatachannelServers([{ urls, ...turn }, { urls: 'turns:t.example?transport=udp' }])).toEqual([
    { hostname: 's.example', port: 3478 },
    { hostname: 't.example', port: 3478, username: '1:a', password: 'c', relayType: 'TurnUdp' },
    { hostname: 't.example', port: 3478, username: '1:a', password: 'c', relayType: 'TurnTcp' },
    { hostname: '2001:db8::1', port: 443, username: '1:a', password: 'c', relayType: 'TurnTls' },
  ]);
});

describe.skipIf(!has.chromium)('clients that are not ours', () => {
  let browser: TestBrowser;
  let server: EmbeddedProcess;
  let site: ExampleSite;

  beforeAll(async () => {
    [browser, server, site] = await Promise.all([
      launchBrowser(),
      startEmbedded({ ALLOWED_ORIGINS: '*' }),
      startExampleSite(),
    ]);
  });

  afterAll(async () => {
    await Promise.all([browser, server, site].map((part) => part?.[Symbol.asyncDispose]()));
  });

  afterEach(() => browser.checkComplaints());

  async function visitor(room: string, url = server.url): Promise<CallPage> {
    const person = await browser.visitor();
    await person.page.goto(site.plain(url, room));
    await expect.poll(() => person.joins.length, { timeout: 15_000 }).toBeGreaterThan(0);
    return person;
  }

  it('two plain pages see each other and talk', async () => {
    const room = freshRoom();
    await using ann = await visitor(room);
    await using bob = await visitor(room);
    await Promise.all([ann.receivesVideo(), bob.receivesVideo()]);
    await says(ann, 'Hello, Bob');
    await reads(bob, 'Hello, Bob');
    await says(bob, 'Hello, Ann');
    await reads(ann, 'Hello, Ann');
  });

  it('a plain page and the call page see each other and talk', async () => {
    const room = freshRoom();
    await using ann = await browser.visitor();
    await ann.enter(server.http, room, 'Ann');
    await using bob = await visitor(room);
    await Promise.all([ann.receivesVideo(), bob.receivesVideo()]);
    await says(bob, 'Hello, Ann');
    await ann.hear('Hello, Ann');
    await ann.say('Hello, Bob');
    await reads(bob, 'Hello, Bob');
  });

  it('a plain page meets the next one when the first has gone', async () => {
    const room = freshRoom();
    await using ann = await visitor(room);
    {
      await using _bob = await visitor(room);
      await ann.receivesVideo();
    }
    await ann.page.locator('#state').getByText('Waiting for somebody').waitFor();
    await using eve = await visitor(room);
    await Promise.all([ann.receivesVideo(), eve.receivesVideo()]);
  });

  it('a plain page resumes when its connection was cut, the call untouched', async () => {
    await using proxy = await tcpProxy('127.0.0.1', Number(new URL(server.http).port));
    await proxy.up();
    const room = freshRoom();
    await using ann = await visitor(room, `ws://127.0.0.1:${proxy.port}/ws`);
    await using bob = await visitor(room);
    await Promise.all([ann.receivesVideo(), bob.receivesVideo()]);
    const before = ann.joins[0]?.id;
    await proxy.down();
    await proxy.up();
    await expect.poll(() => ann.joins.at(-1)?.type, { timeout: 15_000 }).toBe('resumed');
    expect(ann.joins.at(-1)?.id).toBe(before);
    await Promise.all([ann.receivesVideo(), bob.receivesVideo()]);
    expect(await bob.page.evaluate(() => window.parleyProbe.connections.length)).toBe(1);
    browser.checkComplaints(/WebSocket/);
  });

  it('a plain page says so when the room is full', async () => {
    const room = freshRoom();
    const members = await Promise.all(Array.from({ length: 6 }, () => TestClient.join(server, room)));
    await using late = await browser.visitor();
    await late.page.goto(site.plain(server.url, room));
    await late.page.locator('#state').getByText('The room is full').waitFor();
    await Promise.all(members.map((member) => member.close()));
  });

  async function talkToNode(url: string): Promise<void> {
    const room = freshRoom();
    await using ann = await visitor(room, url);
    await using node = startNodeCaller(url, room, 'Hello from Node');
    await node.prints('connected');
    await reads(ann, 'Hello from Node');
    await says(ann, 'Hello, Node');
    await node.prints('heard: Hello, Node');
    await isConnected(ann);
    await ann.page.close();
    await node.prints('the other one left');
    expect(await node.exited).toBe(0);
  }

  it('Node calls a browser', () => talkToNode(server.url));

  it.each([
    ['makes the offer', ['a', 'b']],
    ['is made an offer', ['b', 'a']],
  ])('Node calls a browser, and %s', async (_role, ids) => {
    // Only a server that is told to gives ids that are known before.
    await using mock = await startMockServer({ nextId: () => ids.shift() ?? expect.fail('no id is left') });
    await talkToNode(mock.url);
  });

  it('Node calls the call page', async () => {
    const room = freshRoom();
    await using ann = await browser.visitor();
    await ann.enter(server.http, room, 'Ann');
    await using node = startNodeCaller(server.url, room, 'Hello from Node');
    await ann.hear('Hello from Node');
    await ann.say('Hello, Node');
    await node.prints('heard: Hello, Node');
  });
});
