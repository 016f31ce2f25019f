import type { Case } from './cases.ts';
import { start } from './contestant.ts';
import type { Running } from './contestant.ts';
import { generate } from './generator.ts';
import type { Cores } from './generator.ts';
import { startRedis } from './redis.ts';

/** What one run of a case cost. Microseconds of CPU, of all nodes together, unless it says otherwise. */
export interface Sample {
  readonly message?: number;
  readonly redisMessage?: number;
  readonly perSecond?: number;
  readonly p50?: number;
  readonly p99?: number;
  /** To connect, and where there are rooms to join. */
  readonly connect: number;
  readonly redisConnect: number;
  readonly connectsPerSecond: number;
  /** A join and a leave. */
  readonly redisPair?: number;
  /** KB of resident memory a connection. */
  readonly memory: number;
  /** Of a core, by all servers together. Well below 1 with all peers talking: others were using the core. */
  readonly busy: number;
  /** What others used of these cores meanwhile, in parts of one. */
  readonly foreign: number;
  /** Of its own core, by the generator. */
  readonly utilisation: number;
}

/** Above this the generator may be what was measured. */
export const MOST_UTILISATION = 0.9;
/** Above this others were what was measured: with less of a core there is less to gather in a turn. */
export const MOST_FOREIGN = 0.15;

export async function measure(
  { who, nodes, redis: needsRedis, load, talks }: Case,
  cores: Cores,
  times: { readonly warmup: number; readonly seconds: number },
): Promise<Sample> {
  await using stack = new AsyncDisposableStack();
  const redis = needsRedis ? stack.use(await startRedis(cores.redis)) : undefined;
  const servers: Running[] = [];
  for (let node = 0; node < nodes; node += 1) {
    servers.push(stack.use(await start(who, cores.servers, redis?.url ?? '')));
  }
  const pids = [...servers.map(({ pid }) => pid), ...(redis ? [redis.pid] : [])];
  const ports = servers.map(({ port }) => port);
  const asked = talks ? times : { warmup: 0, seconds: 0 };
  const { connect, run, leave } = await generate({ ...load, ...asked }, ports, pids, cores);
  const grown = sum(connect.rssKbAfter.slice(0, nodes)) - sum(connect.rssKbBefore.slice(0, nodes));
  return {
    connect: sum(connect.cpuNs.slice(0, nodes)) / connect.peers / 1000,
    redisConnect: (connect.cpuNs[nodes] ?? 0) / connect.peers / 1000,
    connectsPerSecond: connect.peers / connect.seconds,
    memory: grown / connect.peers,
    busy: run
      ? sum(run.cpuNs.slice(0, nodes)) / run.seconds / 1e9
      : sum(connect.cpuNs.slice(0, nodes)) / connect.seconds / 1e9,
    foreign: run?.foreign ?? 0,
    utilisation: run?.utilisation ?? connect.utilisation,
    ...(redis &&
      leave && {
        redisPair: ((connect.cpuNs[nodes] ?? 0) + (leave.cpuNs[nodes] ?? 0)) / connect.peers / 1000,
      }),
    ...(run && {
      message: sum(run.cpuNs.slice(0, nodes)) / run.messages / 1000,
      redisMessage: (run.cpuNs[nodes] ?? 0) / run.messages / 1000,
      perSecond: run.messages / run.seconds,
      ...(run.latencyNs && { p50: run.latencyNs.p50 / 1000, p99: run.latencyNs.p99 / 1000 }),
    }),
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
