// A soak: clients join, leave, drop, resume and write to each other on two nodes for MINUTES, then all are gone. Fails
// where anything is left behind: memory, sockets, timers, rooms, keys in Redis.
import { setTimeout as delay } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { reservePort } from '../../support/reserve-port.ts';
import { NO_LIMIT, OPERATOR, startNode } from '../contestant.ts';
import type { Running } from '../contestant.ts';
import { startRedis } from '../redis.ts';
import { WirePeer } from '../wire-peer.ts';
import { leftovers } from './leftovers.ts';
import { stateOf } from './node-state.ts';
import type { NodeState } from './node-state.ts';

// Asked to end, it ends its servers first.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

const PEERS = 200;
const ROOM_SIZE = 4;
const WINDOW_MS = 2_000;
const LEASE_MS = 2_000;
/** Until windows, leases, tombstones and mailboxes are over. */
const SETTLE_MS = 20_000;
const TELL_EVERY_MS = 30_000;
const SHARE_TO_WARM_UP = 0.15;

interface SoakedNode {
  readonly name: string;
  readonly node: Running;
  readonly metricsPort: number;
  readonly inspectPort: number;
}

const minutes = Number(process.env['MINUTES'] || 10);
await using stack = new AsyncDisposableStack();
const redis = stack.use(await startRedis());
const store = new Redis(redis.url);
stack.defer(() => store.disconnect());
const nodes: SoakedNode[] = [];
for (const name of ['first', 'second']) nodes.push(await startSoaked(name));
const counts = { joins: 0, resumes: 0, leaves: 0, messages: 0, heard: 0, refused: 0 };

await soakFor(minutes * 60_000 * SHARE_TO_WARM_UP);
const before = await settled();
await soakFor(minutes * 60_000 * (1 - SHARE_TO_WARM_UP));
const after = await settled();

const left = nodes.flatMap(({ name }, index) => {
  const [was, is] = [before.states[index], after.states[index]];
  return was && is ? leftovers(name, was, is) : [`${name}: not seen`];
});
if (after.keys.length > before.keys.length) left.push(`Redis: ${after.keys.join(', ')}`);
say(JSON.stringify(counts));
if (counts.resumes === 0 || counts.heard === 0)
  left.push('nothing was resumed, or nothing heard: this soak shows nothing');
say(left.length === 0 ? 'nothing is left behind' : `left behind: ${left.join('; ')}`);
if (left.length > 0) process.exitCode = 1;

async function startSoaked(name: string): Promise<SoakedNode> {
  const [metricsPort, inspectPort] = [await reservePort(), await reservePort()];
  const env = {
    ...OPERATOR,
    ...NO_LIMIT,
    REDIS_URL: redis.url,
    METRICS_PORT: String(metricsPort),
    RESUME_WINDOW_MS: String(WINDOW_MS),
    NODE_LEASE_MS: String(LEASE_MS),
  };
  const node = stack.use(await startNode(undefined, env, [`--inspect=127.0.0.1:${inspectPort}`]));
  return { name, node, metricsPort, inspectPort };
}

/** Lets all peers live for so long, each by itself; all are out of their rooms at the end, or will be after a window. */
async function soakFor(ms: number): Promise<void> {
  const until = performance.now() + ms;
  const telling = setInterval(() => void tell(), TELL_EVERY_MS);
  await Promise.all(
    Array.from({ length: PEERS }, (_, index) => live(`soak${Math.floor(index / ROOM_SIZE)}`, until)),
  );
  clearInterval(telling);
}

async function live(room: string, until: number): Promise<void> {
  while (performance.now() < until) {
    const others = new Set<string>();
    const peer = new WirePeer(room, (message) => {
      if (message.type === 'otherjoin') others.add(message.id);
      else if (message.type === 'bye') others.delete(message.id);
      else if (message.type === 'message') counts.heard += 1;
    });
    const answer = await peer.enter(anyPort());
    if (answer?.type !== 'joined') {
      counts.refused += 1;
      peer.drop();
      await delay(200);
      continue;
    }
    counts.joins += 1;
    for (const { id } of answer.peers) others.add(id);
    await stay(peer, others, until);
  }
}

/** One membership: writes, drops and comes back now and then, and ends by a leave or without a word. */
async function stay(peer: WirePeer, others: ReadonlySet<string>, until: number): Promise<void> {
  for (let turn = 3 + Math.random() * 30; turn > 0 && performance.now() < until; turn -= 1) {
    await delay(Math.random() * 100);
    for (const to of others) {
      counts.messages += 1;
      peer.say({ type: 'message', room: peer.room, to, data: { filler: 'x'.repeat(Math.random() * 500) } });
    }
    if (Math.random() > 0.05) continue;
    peer.drop();
    await peer.closed;
    if ((await peer.enter(anyPort()))?.type !== 'resumed') return peer.drop();
    counts.resumes += 1;
  }
  if (Math.random() < 0.2) return peer.drop();
  await peer.leave();
  counts.leaves += 1;
}

function anyPort(): number {
  return nodes[Math.floor(Math.random() * nodes.length)]?.node.port ?? 0;
}

async function settled(): Promise<{
  readonly states: readonly NodeState[];
  readonly keys: readonly string[];
}> {
  await delay(SETTLE_MS);
  const states = await tell();
  return { states, keys: await store.keys('*') };
}

async function tell(): Promise<readonly NodeState[]> {
  const states = await Promise.all(
    nodes.map(({ metricsPort, inspectPort }) => stateOf(metricsPort, inspectPort)),
  );
  const parts = states.map(
    ({ heapMb, rssMb, connections, rooms }) =>
      `heap ${heapMb.toFixed(1)} MB, RSS ${rssMb.toFixed(0)} MB, ${connections} connections, ${rooms} rooms`,
  );
  say(`${parts.join('  |  ')}  |  ${await store.dbsize()} keys  ${counts.messages} messages`);
  return states;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
