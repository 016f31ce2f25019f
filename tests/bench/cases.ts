import { CONTESTANTS } from './contestant.ts';
import type { ContestantName } from './contestant.ts';
import type { Load } from './generator.ts';

/** One thing that is measured of one contestant. */
export interface Case {
  readonly key: string;
  readonly who: ContestantName;
  readonly nodes: number;
  readonly redis: boolean;
  readonly load: Omit<Load, 'dialect' | 'warmup' | 'seconds'> & { readonly dialect: Load['dialect'] };
  /** Whether the messages are measured, or only how peers come in. */
  readonly talks: boolean;
  /** Left out of a quick run. */
  readonly slow?: boolean;
}

type Shape = Partial<Omit<Case, 'key' | 'who' | 'load'>> & { readonly load?: Partial<Load> };

const PAIRS = {
  rooms: 50,
  roomSize: 2,
  active: 50,
  split: false,
  burst: 1,
  rate: 0,
  data: 'candidate',
} as const;
/** Two peers on two nodes; where a contestant has an adapter, through Redis. */
const SPLIT = { nodes: 2, redis: true, load: { split: true } } as const;
const SPLIT_OFFER = { ...SPLIT, load: { split: true, data: 'offer' } } as const;
const TOGETHER = { nodes: 2, redis: true } as const;
const LATENCY = { load: { rate: 3_000 } } as const;
const MANY = { load: { rooms: 4_000, active: 4_000 }, slow: true } as const;
const IDLE = { load: { rooms: 4_000, active: 0 }, talks: false } as const;

/** Every case, by a key that the goals name. Those to be compared stand next to each other, so that they meet the same machine. */
export const CASES: readonly Case[] = [
  of('candidate/bare', 'bare ws'),
  of('candidate/ours', 'parley', { redis: true }),
  of('candidate/fastify', 'bare fastify'),
  of('candidate/socket.io', 'socket.io'),
  of('candidate/peer', 'PeerServer'),
  of('burst/bare', 'bare ws', { load: { burst: 32 } }),
  of('burst/ours', 'parley', { redis: true, load: { burst: 32 } }),
  of('offer/bare', 'bare ws', { load: { data: 'offer' } }),
  of('offer/ours', 'parley', { redis: true, load: { data: 'offer' } }),
  of('split/ours', 'parley', SPLIT),
  of('split/classic', 'socket.io classic', SPLIT),
  of('split/sharded', 'socket.io sharded', SPLIT),
  of('split-offer/ours', 'parley', SPLIT_OFFER),
  of('split-offer/classic', 'socket.io classic', { ...SPLIT_OFFER, slow: true }),
  of('split-offer/sharded', 'socket.io sharded', { ...SPLIT_OFFER, slow: true }),
  of('together/ours', 'parley', TOGETHER),
  of('together/classic', 'socket.io classic', TOGETHER),
  of('together/sharded', 'socket.io sharded', { ...TOGETHER, slow: true }),
  of('six/ours', 'parley', { ...SPLIT, nodes: 6 }),
  of('six/classic', 'socket.io classic', { ...SPLIT, nodes: 6 }),
  of('four/ours', 'parley', { ...SPLIT, nodes: 4, slow: true }),
  of('latency/ours', 'parley', { ...LATENCY, redis: true }),
  of('latency/socket.io', 'socket.io', LATENCY),
  of('latency-split/ours', 'parley', { ...SPLIT, load: { split: true, rate: 3_000 } }),
  of('latency-split/classic', 'socket.io classic', {
    ...SPLIT,
    load: { split: true, rate: 3_000 },
    slow: true,
  }),
  of('room/ours', 'parley', { redis: true, load: { rooms: 17, roomSize: 6, active: 17 } }),
  of('room/socket.io', 'socket.io', { load: { rooms: 17, roomSize: 6, active: 17 } }),
  of('many/bare', 'bare ws', MANY),
  of('many/ours', 'parley', { ...MANY, redis: true }),
  of('idle/fastify', 'bare fastify', IDLE),
  of('idle/ours', 'parley', { ...IDLE, redis: true }),
  of('idle/socket.io', 'socket.io', { ...IDLE, slow: true }),
  of('idle/classic', 'socket.io classic', { ...IDLE, redis: true }),
];

function of(key: string, who: ContestantName, { load, ...shape }: Shape = {}): Case {
  const { dialect } = CONTESTANTS[who];
  return { key, who, nodes: 1, redis: false, talks: true, ...shape, load: { ...PAIRS, ...load, dialect } };
}
