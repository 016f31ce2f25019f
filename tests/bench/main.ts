// Measures ours beside the others, prints the table, writes it into docs/performance.md. QUICK=1: two minutes, one run
// of most cases, and the page is left alone. RUNS, MINUTES and ONLY (keys of cases, or how they begin) change the rest.
import { readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { availableParallelism, cpus } from 'node:os';
import { describe, withMeasured } from './bench-page.ts';
import { CASES } from './cases.ts';
import type { Case } from './cases.ts';
import { buildGenerator } from './generator.ts';
import type { Cores } from './generator.ts';
import { measure } from './measure.ts';
import type { Sample } from './measure.ts';

// Asked to end, it ends its servers first.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

const PAGE = new URL('../../docs/performance.md', import.meta.url);
const require = createRequire(import.meta.url);

const quick = process.env['QUICK'] === '1';
const minutes = Number(process.env['MINUTES'] || (quick ? 2 : 20));
const runs = Number(process.env['RUNS'] || (quick ? 1 : 5));
const only = process.env['ONLY']?.split(',').filter((key) => key !== '') ?? [];
const times = quick ? { warmup: 0.8, seconds: 1 } : { warmup: 1.5, seconds: 2 };

const count = availableParallelism();
if (count < 2) throw new Error('the bench needs two cores: one for the servers, one for the generator');
const cores: Cores = { servers: 0, generator: 1, redis: count > 2 ? 2 : 1 };
const wanted = CASES.filter(isWanted);
const samples = new Map<string, Sample[]>();
const deadline = performance.now() + minutes * 60_000;

await buildGenerator();
// Round after round, so that a change of the machine's mood meets all of them.
for (let round = 1; round <= runs; round += 1) {
  for (const each of wanted) {
    if (performance.now() > deadline) break;
    const sample = await tryToMeasure(each);
    if (!sample) continue;
    samples.set(each.key, [...(samples.get(each.key) ?? []), sample]);
    say(line(round, each, sample));
  }
}
if (performance.now() > deadline) say(`${minutes} minutes are over: some cases have fewer runs than ${runs}`);

const measured = describe(conditions(), samples);
say(`\n${measured}`);
if (!quick && only.length === 0) await writeFile(PAGE, withMeasured(await readFile(PAGE, 'utf8'), measured));

function isWanted({ key, slow }: Case): boolean {
  if (only.length > 0) return only.some((begin) => key.startsWith(begin));
  return !(quick && slow);
}

/** What one contestant cannot do must not keep the others from being measured. */
async function tryToMeasure(each: Case): Promise<Sample | undefined> {
  try {
    return await measure(each, cores, times);
  } catch (error) {
    say(`${each.key}: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 1;
    return undefined;
  }
}

function line(
  round: number,
  { key }: Case,
  { message, perSecond, connect, memory, p50, busy, foreign, utilisation }: Sample,
): string {
  const what =
    message === undefined
      ? `${connect.toFixed(0)} us a connection, ${memory.toFixed(1)} KB`
      : `${message.toFixed(2)} us a message, ${perSecond?.toFixed(0)}/s`;
  const latency = p50 === undefined ? '' : `, p50 ${p50.toFixed(0)} us`;
  return `${round}  ${key.padEnd(22)} ${what}${latency}, servers ${busy.toFixed(2)}, others ${foreign.toFixed(2)}, generator ${utilisation.toFixed(2)}`;
}

function conditions(): string[] {
  const version = (name: string) => {
    const manifest: unknown = require(`${name}/package.json`);
    const has = typeof manifest === 'object' && manifest !== null && 'version' in manifest;
    return `${name} ${has ? String(manifest.version) : '?'}`;
  };
  const names = ['ws', 'fastify', '@fastify/websocket', 'socket.io', '@socket.io/redis-adapter'];
  return [
    `${cpus()[0]?.model.trim()}, ${count} cores: servers on one, generator and Redis on ${count > 2 ? 'one each' : 'the other'}. Node.js ${process.versions.node}, Linux.`,
    `${names.map(version).join(', ')}, peer ${peerVersion()}. All with WebSocket only, no compression, NODE_ENV=production; ours with MESSAGE_RATE lifted, and with validation, metrics and delivery guarantees on, as it ships.`,
    'Microseconds are CPU of all nodes together for one message delivered. Median, and least to most of all runs. A ratio above 1 says by how much ours is cheaper, unless the goal has ≤.',
  ];
}

/** Its manifest is not exported. */
function peerVersion(): string {
  const own: unknown = require('./package.json');
  return /"peer":"([^"]+)"/.exec(JSON.stringify(own))?.[1] ?? '?';
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
