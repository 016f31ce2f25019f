import { startMockServer } from '@parley/mock-server/mock-server';
import type { MockServer } from '@parley/mock-server/mock-server';
import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { TestClient } from '../support/test-client.ts';
import { FOLDER } from './documents.ts';
import { sampleSessions } from './page.ts';
import type { SampleLine } from './page.ts';

const sessions = sampleSessions(await readFile(`${FOLDER}README.md`, 'utf8'));
const iceServers = [{ urls: 'stun:call.example.org:3478' }];
// What no two servers say alike.
const ANY = { token: expect.any(String), node: expect.any(String), message: expect.any(String) };

/** Sends what the sample's clients say, and expects each to hear what the sample says, in that order. */
async function replay(server: MockServer, lines: readonly SampleLine[]): Promise<void> {
  const clients = new Map<string, TestClient>();
  await using stack = new AsyncDisposableStack();
  for (const { who } of lines) {
    if (!clients.has(who)) clients.set(who, stack.use(await TestClient.connect(server)));
  }
  for (const { who, toServer, frame } of lines) {
    const client = clients.get(who) ?? expect.fail(`no client ${who}`);
    const expected = JSON.parse(frame) as { type: Parameters<typeof client.next>[0] };
    if (toServer) client.sendText(frame);
    else expect(await client.next(expected.type)).toEqual({ ...expected, ...known(expected) });
  }
  for (const client of clients.values()) expect(await client.settle()).toEqual([]);
}

function known(expected: object): object {
  return Object.fromEntries(Object.entries(ANY).filter(([field]) => field in expected));
}

describe('the sample sessions', () => {
  const [meeting = [], , refusals = []] = sessions;

  it('show what a server says to two people who meet', async () => {
    const ids = ['A', 'B'];
    await using server = await startMockServer({
      iceServers,
      nextId: () => ids.shift() ?? expect.fail('no id'),
    });
    await replay(server, meeting);
  });

  it('show what a server refuses', async () => {
    await using server = await startMockServer();
    server.harm({ fault: 'full' });
    await replay(server, refusals);
  });
});
