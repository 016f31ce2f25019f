import type { Sample } from './measure.ts';

type Measured = Exclude<keyof Sample, 'utilisation' | 'busy' | 'foreign'>;

/** What is asked of a figure of ours: beside another's, or by itself. */
export interface Goal {
  readonly work: string;
  readonly figure: Measured;
  readonly ours: string;
  /** Cases whose figure is divided by ours (how many times cheaper we are), or ours by theirs where `ratio` says so. */
  readonly against: readonly string[];
  readonly ratio: 'theirs/ours' | 'ours/theirs' | 'itself';
  /** The least for theirs/ours, else the most. */
  readonly limit: number;
}

const cheaper = (
  work: string,
  ours: string,
  against: readonly string[],
  limit: number,
  figure: Measured = 'message',
): Goal => ({
  work,
  figure,
  ours,
  against,
  ratio: 'theirs/ours',
  limit,
});
const atMost = (
  work: string,
  ours: string,
  against: readonly string[],
  limit: number,
  figure: Measured,
): Goal => ({
  work,
  figure,
  ours,
  against,
  ratio: 'ours/theirs',
  limit,
});

const itself = (work: string, ours: string, limit: number, figure: Measured): Goal => ({
  work,
  figure,
  ours,
  against: [],
  ratio: 'itself',
  limit,
});

export const GOALS: readonly Goal[] = [
  cheaper('same node, 220 B candidate', 'candidate/ours', ['candidate/bare'], 1.1),
  cheaper('same node, bursts of 32', 'burst/ours', ['burst/bare'], 1.35),
  cheaper('same node, 3 KB SDP', 'offer/ours', ['offer/bare'], 0.95),
  cheaper('two nodes, peers on different ones, 220 B, both together', 'split/ours', ['candidate/bare'], 0.8),
  cheaper('the same', 'split/ours', ['split/classic', 'split/sharded'], 3.5),
  cheaper('the same, 3 KB', 'split-offer/ours', ['split-offer/classic', 'split-offer/sharded'], 3.5),
  cheaper('two nodes, peers on the same one', 'together/ours', ['together/classic', 'together/sharded'], 4.5),
  cheaper('six nodes, peers on different ones', 'six/ours', ['six/classic'], 5),
  cheaper('one node', 'candidate/ours', ['candidate/peer'], 1.4),
  cheaper('one node, beside what the framework alone costs', 'candidate/ours', ['candidate/fastify'], 1),
  cheaper('one node', 'candidate/ours', ['candidate/socket.io'], 1),
  atMost('latency at 3,000 messages a second, p50', 'latency/ours', ['latency/socket.io'], 0.8, 'p50'),
  atMost('the same between nodes, beside our own on one', 'latency-split/ours', ['latency/ours'], 2, 'p50'),
  cheaper('rooms of 6, each message to one peer', 'room/ours', ['room/socket.io'], 3),
  cheaper('connect and join, the write to Redis included', 'idle/ours', ['idle/classic'], 1.8, 'connect'),
  atMost('memory of an idle, joined connection at 8,000', 'idle/ours', ['idle/fastify'], 1.1, 'memory'),
  atMost('the same', 'idle/ours', ['idle/socket.io', 'idle/classic'], 0.65, 'memory'),
  atMost('cost between nodes at 4 and 6 nodes, beside 2', 'four/ours', ['split/ours'], 1.05, 'message'),
  atMost('the same', 'six/ours', ['split/ours'], 1.05, 'message'),
  itself('Redis, for a message between nodes', 'split/ours', 0.5, 'redisMessage'),
  // Leases and sweeps, no command a message.
  itself('Redis, for a message on one node', 'candidate/ours', 0.05, 'redisMessage'),
  itself('Redis, for a join and a leave', 'idle/ours', 10, 'redisPair'),
  cheaper('4,000 pairs', 'many/ours', ['many/bare'], 0.99),
];

export const UNITS: Record<Measured, string> = {
  message: 'us',
  redisMessage: 'us of Redis',
  perSecond: 'messages/s',
  p50: 'us',
  p99: 'us',
  connect: 'us',
  redisConnect: 'us of Redis',
  connectsPerSecond: 'connections/s',
  redisPair: 'us of Redis',
  memory: 'KB',
};
