import type { Client } from '../world/client.ts';
import type { RunningNode } from '../world/nodes.ts';
import type { World } from '../world/world.ts';

/** What is timed: from the fault, or from its end where the fault has one, until this. */
export type Goal = 'bye' | 'resumed' | 'whole again';

/** One room with a peer on a node that stays whole and two on the one that is harmed. */
export interface Scene {
  readonly world: World;
  readonly room: string;
  readonly harmed: RunningNode;
  readonly watcher: Client;
  /** Comes back as soon as it lost its socket. */
  readonly returning: Client;
  /** Comes back only where the scenario lets everybody. */
  readonly going: Client;
}

export interface Scenario {
  /** As it stands in the table, and its file's name. */
  readonly title: string;
  readonly file: string;
  readonly goals: readonly Goal[];
  /** Whether the third peer comes back too. */
  readonly allReturn: boolean;
  /**
   * Does the harm. Gives the moment from which it is timed. A fault that lasts says when it has begun, by `struck`:
   * what is asked for before that would only show how it was when all was well.
   */
  harm(scene: Scene, struck: () => void): Promise<number>;
}

const DOWN_MS = 500;
const FROZEN_MS = 2_000;

/** The faults of nodes, sockets and Redis. */
export const SCENARIOS: readonly Scenario[] = [
  {
    title: 'node killed (SIGKILL)',
    file: 'node-killed',
    goals: ['bye', 'resumed'],
    allReturn: false,
    async harm({ world, harmed }) {
      const at = performance.now();
      await world.nodes.kill(harmed, true);
      return at;
    },
  },
  {
    title: 'node stopped (SIGTERM)',
    file: 'node-stopped',
    goals: ['resumed'],
    allReturn: true,
    async harm({ world, harmed }) {
      const at = performance.now();
      world.meanwhile(world.nodes.stop(harmed));
      return at;
    },
  },
  {
    title: 'socket lost',
    file: 'socket-lost',
    goals: ['bye', 'resumed'],
    allReturn: false,
    async harm({ world, returning, going }) {
      const at = performance.now();
      going.end('cut');
      returning.end('cut');
      world.meanwhile(returning.comeBack());
      return at;
    },
  },
  {
    title: 'socket half-open',
    file: 'half-open',
    goals: ['bye'],
    allReturn: false,
    async harm({ going }) {
      const at = performance.now();
      going.goDeaf();
      return at;
    },
  },
  {
    title: `Redis restarted empty, ${DOWN_MS} ms away`,
    file: 'redis-restarted',
    goals: ['whole again'],
    allReturn: true,
    async harm({ world }, struck) {
      await world.redis.restart(DOWN_MS, struck);
      return performance.now();
    },
  },
  {
    title: `Redis frozen for ${FROZEN_MS} ms`,
    file: 'redis-frozen',
    goals: ['whole again'],
    allReturn: true,
    async harm({ world }, struck) {
      await world.redis.freeze(FROZEN_MS, struck);
      return performance.now();
    },
  },
  {
    title: 'all pub/sub connections cut',
    file: 'subscribers-cut',
    goals: ['whole again'],
    allReturn: true,
    async harm({ world }, struck) {
      const at = performance.now();
      await world.redis.cut('subscribers');
      struck();
      return at;
    },
  },
];
