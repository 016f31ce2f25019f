// Keeps a CPU profile and a heap sampling of a node under load, for Chrome's developer tools (Performance and Memory),
// and prints where the time went. DATA=offer for 3 KB; PROFILE_SECONDS of load; SPLIT=1 for two nodes over Redis, each
// peer on another one than its counterpart; JOINS=1 for 8,000 peers that come and say nothing.
import { mkdir, readFile, readdir, rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { NO_LIMIT, OPERATOR, startNode } from './contestant.ts';
import type { Running } from './contestant.ts';
import { buildGenerator, generate } from './generator.ts';
import { startRedis } from './redis.ts';
import { selfTimes } from './self-times.ts';

// Asked to end, it ends its servers first.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

const FOLDER = new URL('../../test-results/profile/', import.meta.url);
const SHOWN = 30;
const CORES = { servers: 0, generator: 1, redis: 1 };

const data = process.env['DATA'] === 'offer' ? 'offer' : 'candidate';
const split = process.env['SPLIT'] === '1';
const joins = process.env['JOINS'] === '1';
const seconds = Number(process.env['PROFILE_SECONDS'] || 8);
const folder = fileURLToPath(FOLDER);
const flags = ['--cpu-prof', `--cpu-prof-dir=${folder}`, '--heap-prof', `--heap-prof-dir=${folder}`];

await buildGenerator();
await rm(FOLDER, { recursive: true, force: true });
await mkdir(FOLDER, { recursive: true });
await using stack = new AsyncDisposableStack();
const store: Record<string, string> =
  split || joins ? { REDIS_URL: stack.use(await startRedis(CORES.redis)).url } : {};
const env = { ...OPERATOR, ...NO_LIMIT, ...store, DRAIN_TIMEOUT_MS: '0' };
const nodes: Running[] = [];
for (let count = split ? 2 : 1; count > 0; count -= 1)
  nodes.push(stack.use(await startNode(CORES.servers, env, flags)));
const rooms = joins ? 4_000 : 50;
const pairs = { rooms, roomSize: 2, active: joins ? 0 : 50, split, burst: 1, rate: 0, data } as const;
const asked = joins ? { warmup: 0, seconds: 0 } : { warmup: 2, seconds };
const { run, connect } = await generate(
  { dialect: 'parley', ...pairs, ...asked },
  nodes.map(({ port }) => port),
  nodes.map(({ pid }) => pid),
  CORES,
);
// They write their profiles as they end, and only in order.
for (const node of nodes) await node.stop('SIGTERM');
const files = await readdir(FOLDER);
say(
  `${run?.messages ?? 0} messages of ${data}, ${connect.peers} joins; share of what a node was busy with, the profiler included:`,
);
for (const profile of files.filter((name) => name.endsWith('.cpuprofile'))) {
  say(`${profile}:`);
  const times = selfTimes(JSON.parse(await readFile(new URL(profile, FOLDER), 'utf8')));
  for (const { share, what } of times.slice(0, SHOWN))
    say(`${(share * 100).toFixed(1).padStart(6)} %  ${what}`);
}
say(`kept in test-results/profile: ${files.join(', ')}`);

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
