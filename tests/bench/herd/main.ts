// A herd: SOCKETS clients over two nodes, one of which is killed. Its clients come back to the other, spread as the
// browser library does it. Prints what that did to them, to the survivor and to Redis; fails where a promise is broken.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { reconnectDelayMs } from '@parley/client/reconnect-policy';
import { Redis } from 'ioredis';
import { Times } from '../../load/times.ts';
import { OPERATOR, startNode } from '../contestant.ts';
import { reservePort } from '../../support/reserve-port.ts';
import { startRedis } from '../redis.ts';
import { WirePeer } from '../wire-peer.ts';

// Asked to end, it ends its servers first.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

const AT_ONCE = 100;
const GIVE_UP_MS = 60_000;
const MOST_WAIT_MS = 10_000;
const MOST_ANSWER_MS = 100;
const WATCHED = 100;
const WATCH_EVERY_MS = 20;

const sockets = Number(process.env['SOCKETS'] || 10_000);
const bare = { ...OPERATOR, DRAIN_TIMEOUT_MS: '0' };
await using redis = await startRedis();
const metricsPort = await reservePort();
const env = { ...bare, REDIS_URL: redis.url };
await using survivor = await startNode(undefined, { ...env, METRICS_PORT: String(metricsPort) });
await using victim = await startNode(undefined, env);

const byes = { lost: 0 };
const peers = Array.from(
  { length: sockets },
  (_, index) =>
    new WirePeer(`herd${Math.floor(index / 2)}`, ({ type }) => void (type === 'bye' && (byes.lost += 1))),
);
/** The first of each room is on the survivor, the second on the victim. */
const stays = peers.filter((_, index) => index % 2 === 0);
const flees = peers.filter((_, index) => index % 2 === 1);

say(`${sockets} sockets come in`);
await each(stays, async (peer) => expectType(await peer.enter(survivor.port), 'joined'));
await each(flees, async (peer) => expectType(await peer.enter(victim.port), 'joined'));

const watching = new AbortController();
const answers = new Times();
const watch = Promise.all([watchAnswers(), watchRedis()]);
await delay(2_000);
say('one node is killed');
const killedAt = performance.now();
const waits = new Times();
let joinedAnew = 0;
const coming = flees.map((peer) => comeBack(peer));
await victim.stop('SIGKILL');
const back = await Promise.all(coming);
const allBackMs = performance.now() - killedAt;
const lagMs = await eventLoopLag();
await delay(1_000);
watching.abort();
const [, commands] = await watch;

const lost = back.filter((isBack) => !isBack).length;
say(`all back after ${ms(allBackMs)}; ${lost} lost, ${joinedAnew} joined anew, ${byes.lost} byes`);
say(
  `from the kill until a client was back: p50 ${ms(waits.at(0.5))}, p99 ${ms(waits.at(0.99))}, longest ${ms(waits.most)}`,
);
say(
  `the survivor answered ${answers.count} pings of others meanwhile: p50 ${ms(answers.at(0.5))}, p99 ${ms(answers.at(0.99))}, longest ${ms(answers.most)}`,
);
say(`its event loop: ${lagMs}`);
say(`Redis: ${commands.map((count) => count.toFixed(0)).join(', ')} commands, second by second`);
const broken = [
  ...(lost + joinedAnew + byes.lost > 0 ? ['a client was lost'] : []),
  ...(waits.most > MOST_WAIT_MS ? [`a client waited for more than ${MOST_WAIT_MS} ms`] : []),
  ...(answers.at(0.99) > MOST_ANSWER_MS
    ? [`the survivor answered others later than ${MOST_ANSWER_MS} ms (p99)`]
    : []),
];
say(broken.length === 0 ? 'as it should be' : `not as it should be: ${broken.join('; ')}`);
if (broken.length > 0) process.exitCode = 1;
for (const peer of peers) peer.drop();

/** As the browser library comes back: at once is nobody, each waits a random part of a step that doubles. */
async function comeBack(peer: WirePeer): Promise<boolean> {
  const code = await peer.closed;
  for (let attempt = 0; performance.now() - killedAt < GIVE_UP_MS; attempt += 1) {
    await delay(reconnectDelayMs(attempt, { kind: 'closed', code }) ?? GIVE_UP_MS);
    const answer = await peer.enter(survivor.port);
    if (answer?.type === 'error' && answer.retryAfterMs !== undefined) await delay(answer.retryAfterMs);
    if (answer?.type !== 'resumed' && answer?.type !== 'joined') continue;
    if (answer.type === 'joined') joinedAnew += 1;
    waits.add(performance.now() - killedAt);
    return true;
  }
  return false;
}

/** By a process of its own: this one has thousands of sockets to look after while it would wait for an answer. */
async function watchAnswers(): Promise<void> {
  const file = fileURLToPath(new URL('watch-answers.ts', import.meta.url));
  const watcher = fork(file, [survivor.port, WATCHED, WATCH_EVERY_MS].map(String));
  if (!watching.signal.aborted) await once(watching.signal, 'abort');
  watcher.send('enough');
  const [waited] = (await once(watcher, 'message')) as [number[]];
  for (const one of waited) answers.add(one);
}

async function watchRedis(): Promise<number[]> {
  const client = new Redis(redis.url);
  const counts: number[] = [];
  let before = await processed(client);
  while (!watching.signal.aborted) {
    await delay(1_000);
    const now = await processed(client);
    counts.push(now - before);
    before = now;
  }
  client.disconnect();
  return counts;
}

async function processed(client: Redis): Promise<number> {
  return Number(/total_commands_processed:(\d+)/.exec(await client.info('stats'))?.[1]);
}

async function eventLoopLag(): Promise<string> {
  const text = await (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text();
  const lag = (name: string) =>
    Number(new RegExp(`^nodejs_eventloop_lag_${name}_seconds (\\S+)`, 'm').exec(text)?.[1]);
  return `p50 ${ms(lag('p50') * 1000)}, p99 ${ms(lag('p99') * 1000)}, longest ${ms(lag('max') * 1000)}`;
}

async function each(all: readonly WirePeer[], act: (peer: WirePeer) => Promise<void>): Promise<void> {
  const queue = all.values();
  const worker = async () => {
    for (const peer of queue) await act(peer);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

function expectType(answer: { readonly type: string } | undefined, type: string): void {
  if (answer?.type !== type)
    throw new Error(`a client was told ${answer?.type ?? 'nothing'} in place of ${type}`);
}

function ms(value: number): string {
  return `${value.toFixed(0)} ms`;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
