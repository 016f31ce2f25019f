import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import * as z from 'zod';

const run = promisify(execFile);

const HERE = new URL('generator/', import.meta.url);
const BUILT = new URL('../../node_modules/.cache/bench/', import.meta.url);
const PROGRAM = fileURLToPath(new URL('generator', BUILT));
/** How long beyond what was asked for a run may take: to connect thousands of peers. */
const GRACE_MS = 150_000;

export interface Load {
  readonly dialect: 'bare' | 'parley' | 'socketio' | 'peer';
  readonly rooms: number;
  readonly roomSize: number;
  /** Of the rooms, those that talk; the others only stand there. */
  readonly active: number;
  /** Whether peers of one room are on different nodes. */
  readonly split: boolean;
  readonly burst: number;
  /** Messages a second of all; 0 for as many as the server takes. */
  readonly rate: number;
  readonly data: 'candidate' | 'offer';
  readonly warmup: number;
  readonly seconds: number;
}

/** Servers on one core, all else on the other. With more cores Redis has one to itself. */
export interface Cores {
  readonly servers: number;
  readonly generator: number;
  readonly redis: number;
}

const ofProcesses = z.array(z.number());
const resultSchema = z.object({
  connect: z.object({
    peers: z.number(),
    seconds: z.number(),
    utilisation: z.number(),
    cpuNs: ofProcesses,
    rssKbBefore: ofProcesses,
    rssKbAfter: ofProcesses,
  }),
  leave: z.optional(z.object({ seconds: z.number(), cpuNs: ofProcesses })),
  run: z.optional(
    z.object({
      messages: z.number(),
      seconds: z.number(),
      utilisation: z.number(),
      foreign: z.number(),
      cpuNs: ofProcesses,
      latencyNs: z.optional(z.object({ p50: z.number(), p90: z.number(), p99: z.number(), max: z.number() })),
    }),
  ),
});

/** What the generator says: CPU and memory of the processes it was told of, in their order. */
export type LoadResult = z.infer<typeof resultSchema>;

/** Compiles the generator, in C: one in JavaScript would cost more than the servers it loads. */
export async function buildGenerator(): Promise<void> {
  await mkdir(BUILT, { recursive: true });
  const sources = ['main.c', 'peer.c', 'dialect.c', 'measure.c'].map((name) =>
    fileURLToPath(new URL(name, HERE)),
  );
  try {
    await run('cc', ['-O2', '-Wall', '-Wextra', '-o', PROGRAM, ...sources]);
  } catch (cause) {
    throw new Error('the load generator needs a C compiler and Linux (apt-get install gcc libc6-dev)', {
      cause,
    });
  }
}

/** Loads the servers behind `ports` from one core. Rejects where anything was refused or ended. */
export async function generate(
  load: Load,
  ports: readonly number[],
  pids: readonly number[],
  { generator: core, servers, redis }: Cores,
): Promise<LoadResult> {
  const data = fileURLToPath(new URL(`data/${load.data}.json`, import.meta.url));
  const { dialect, rooms, roomSize, active, split, burst, rate, warmup, seconds } = load;
  const words = [
    dialect,
    ports.join(','),
    ...[rooms, roomSize, active].map(String),
    split ? 'split' : 'together',
    ...[burst, rate, warmup, seconds].map(String),
    data,
    [...new Set([core, servers, redis])].join(','),
    ...pids.map(String),
  ];
  const timeout = (warmup + seconds) * 1000 + GRACE_MS;
  const { stdout } = await run('taskset', ['-c', String(core), PROGRAM, ...words], { timeout });
  return resultSchema.parse(JSON.parse(stdout));
}
