import { describe, expect, inject, it } from 'vitest';
import type { Envelope } from '@parley/signaling/relay/envelope';
import type { Store } from '@parley/signaling/store';
import { startEmbedded } from '../support/embedded-process.ts';
import { failingOnce, intercept } from '../support/intercept.ts';
import { startNode, startReadyNode } from '../support/node-fixture.ts';
import type { RunningNode } from '../support/node-fixture.ts';
import { poll } from '../support/poll.ts';
import { has } from '../support/requirements.ts';
import { TestClient, freshRoom } from '../support/test-client.ts';

type Faults = Record<'socket' | 'relay' | 'background', number>;

const NONE: Faults = { socket: 0, relay: 0, background: 0 };

async function faultsOf({ operator }: { operator: string }): Promise<Faults> {
  const metrics = await (await fetch(`${operator}/metrics`)).text();
  const count = (where: string) =>
    Number(new RegExp(`^signaling_faults_total\\{where="${where}"\\} (\\d+)$`, 'm').exec(metrics)?.[1]);
  return { socket: count('socket'), relay: count('relay'), background: count('background') };
}

/** The words of the lines that tell of a bug, and hold it as `err`. */
function toldOf({ log }: { log: readonly string[] }): string[] {
  const lines = log.map((line) => JSON.parse(line) as { err?: { message: string }; msg: string });
  return lines.filter(({ err }) => err?.message === 'a bug').map(({ msg }) => msg);
}

/** A log that breaks at the first line with these words. */
function breakingAt(words: string): (line: string) => void {
  const breakOnce = failingOnce(() => {});
  return (line) => {
    if (line.includes(words)) breakOnce();
  };
}

async function resumeOn(node: RunningNode, held: { room: string; id: string; token: string }) {
  const client = await TestClient.connect(node);
  client.send({ type: 'resume', room: held.room, id: held.id, token: held.token });
  return client;
}

describe('a fault in what a client asked for', () => {
  it('is told to the client, and the same connection goes on', async () => {
    const wrapStore = (store: Store): Store => ({
      ...store,
      membership: intercept(store.membership, 'join', failingOnce),
    });
    await using node = await startNode({ wrapStore });
    await using ann = await TestClient.connect(node);
    const room = freshRoom();
    ann.send({ type: 'join', room, ref: '1' });
    expect(await ann.next('error')).toMatchObject({ code: 'internal', ref: '1' });
    ann.send({ type: 'join', room, ref: '2' });
    expect(await ann.next('joined')).toMatchObject({ peers: [], ref: '2' });
    expect(await faultsOf(node)).toEqual({ ...NONE, socket: 1 });
    expect(toldOf(node)).toEqual(['request failed']);
  });

  it('leaves no ghost where the peer was in already', async () => {
    await using node = await startNode({ onLine: breakingAt('peer joined') });
    const room = freshRoom();
    await using ann = await TestClient.connect(node);
    ann.send({ type: 'join', room });
    expect(await ann.next('error')).toMatchObject({ code: 'internal' });
    await using bob = await TestClient.join(node, room);
    expect(bob.joined.peers).toEqual([]);
    expect(await faultsOf(node)).toEqual({ ...NONE, socket: 1 });
  });

  it('ends the connection with 1011 where the client could not be told, and it resumes', async () => {
    const wrapStore = (store: Store): Store => ({
      ...store,
      membership: intercept(store.membership, 'attach', failingOnce),
    });
    await using node = await startNode({ wrapStore, onLine: breakingAt('request failed') });
    const { joined, ...bob } = await TestClient.join(node, freshRoom());
    bob.socket.terminate();
    await using first = await resumeOn(node, joined);
    expect((await first.closed).code).toBe(1011);
    await using second = await resumeOn(node, joined);
    expect(await second.next('resumed')).toMatchObject({ id: joined.id });
    expect(await faultsOf(node)).toEqual({ ...NONE, socket: 2 });
    expect(toldOf(node)).toEqual(['connection failed']);
  });
});

describe('a fault in the end of a connection', () => {
  it('keeps nobody in the room', async () => {
    const env = { RESUME_WINDOW_MS: '50' };
    await using node = await startNode({ env, onLine: breakingAt('connection closed') });
    const room = freshRoom();
    await using ann = await TestClient.join(node, room);
    const bob = await TestClient.join(node, room);
    await bob.cut();
    expect(await ann.next('bye')).toMatchObject({ id: bob.joined.id, reason: 'lost' });
    expect(await faultsOf(node)).toEqual({ ...NONE, socket: 1 });
    expect(toldOf(node)).toEqual(['connection failed']);
  });

  it('is made up for where the store could not be told of it', async () => {
    const wrapStore = (store: Store): Store => ({
      ...store,
      membership: intercept(store.membership, 'detach', failingOnce),
    });
    await using node = await startNode({ env: { RESUME_WINDOW_MS: '50', NODE_LEASE_MS: '1000' }, wrapStore });
    const room = freshRoom();
    await using ann = await TestClient.join(node, room);
    const bob = await TestClient.join(node, room);
    await bob.cut();
    expect(await ann.next('bye')).toMatchObject({ id: bob.joined.id, reason: 'lost' });
    expect(await faultsOf(node)).toEqual({ ...NONE, background: 1 });
    expect(toldOf(node)).toHaveLength(1);
  });
});

describe('a fault in the background', () => {
  it('costs one round; the next ones come', async () => {
    let looks = 0;
    const wrapStore = (store: Store): Store => {
      const failing = intercept(store.membership, 'version', failingOnce);
      const membership = intercept(failing, 'version', (version) => (room) => {
        looks += 1;
        return version(room);
      });
      return { ...store, membership };
    };
    await using node = await startNode({ env: { NODE_LEASE_MS: '1000' }, wrapStore });
    await using ann = await TestClient.join(node, freshRoom());
    await poll('the room was looked at again after the fault', () => looks >= 3);
    expect(await faultsOf(node)).toEqual({ ...NONE, background: 1 });
    expect(toldOf(node)).toEqual(['background work failed']);
    expect(await ann.settle()).toEqual([]);
  });

  it('of a promise for which nobody waited does not end the process', async () => {
    await using node = await startEmbedded({ NODE_OPTIONS: onSignal("Promise.reject(new Error('a bug'))") });
    await using ann = await TestClient.join(node, freshRoom());
    process.kill(node.pid, 'SIGWINCH');
    await poll('the fault is counted', async () => (await faultsOf(node)).background === 1);
    await poll('the fault is logged', () => toldOf({ log: logOf(node) }).length === 1);
    expect(await ann.settle()).toEqual([]);
    expect(await node.stop()).toBe(0);
  });

  it('that tore code in two ends the process, but in order: clients are sent to come back', async () => {
    await using node = await startEmbedded({ NODE_OPTIONS: onSignal("throw new Error('a bug')") });
    await using ann = await TestClient.join(node, freshRoom());
    process.kill(node.pid, 'SIGWINCH');
    expect((await ann.closed).code).toBe(1012);
    expect(await node.stop()).toBe(1);
    // Its last lines may come after its end.
    await poll('the fault is logged', () => toldOf({ log: logOf(node) }).includes('stopping after a fault'));
  });
});

describe.skipIf(!has.redis)('a fault in what another node said', () => {
  it('costs one word; the next ones are heard', async () => {
    const url = inject('redisUrl') ?? expect.fail('no Redis was started');
    const redis = { url, prefix: `test-${crypto.randomUUID()}:` };
    let poisoned: string | undefined;
    // From the moment that a kind is named, the next envelope of that kind cannot be read.
    const wrapStore = (store: Store): Store => ({
      ...store,
      relay: intercept(store.relay, 'start', (start) => (handlers, silenceMs) => {
        const receive = (envelope: Envelope, from: string, number: number) => {
          if (envelope.kind !== poisoned) return handlers.receive(envelope, from, number);
          poisoned = undefined;
          return handlers.receive(unreadable(envelope), from, number);
        };
        start({ ...handlers, receive }, silenceMs);
      }),
    });
    await using n1 = await startReadyNode({ redis });
    await using n2 = await startReadyNode({ redis, wrapStore });
    const room = freshRoom();
    await using ann = await TestClient.join(n1, room);
    await using bob = await TestClient.join(n2, room);
    await ann.next('otherjoin');
    poisoned = 'deliver';
    ann.send({ type: 'message', room, to: bob.joined.id, data: 'lost to the fault' });
    await poll('the fault is counted', async () => (await faultsOf(n2)).relay === 1);
    ann.send({ type: 'message', room, to: bob.joined.id, data: 'next' });
    expect(await bob.next('message')).toMatchObject({ data: 'next' });
    expect(await faultsOf(n2)).toEqual({ ...NONE, relay: 1 });
    expect(toldOf(n2)).toEqual(['envelope failed']);
  });
});

/** What of a process's output is its log. */
function logOf({ output }: { output: readonly string[] }): string[] {
  return output.filter((line) => line.startsWith('{'));
}

/** Has a node of its own process do something wrong when it gets SIGWINCH, outside of all its code. */
function onSignal(wrong: string): string {
  const script = `process.on('SIGWINCH', () => { ${wrong}; });`;
  return `--import data:text/javascript,${encodeURIComponent(script)}`;
}

function unreadable(envelope: Envelope): Envelope {
  return new Proxy(envelope, {
    get(target, name) {
      if (name === 'kind') return target.kind;
      throw new TypeError('a bug');
    },
  });
}
