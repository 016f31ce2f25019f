import { expect, it } from 'vitest';
import { handOver } from './drain.ts';
import type { NodeContext } from './node-context.ts';
import type { Session } from './session.ts';

it('a session that is handed over has no socket any more that could be claimed when the store is told', async () => {
  const session = { room: 'room', id: 'ann', gen: 1, outlet: { open: false } } as Session;
  const told: (typeof session.outlet)[] = [];
  const nothing = async () => {};
  const context = {
    node: 'n1',
    limits: { resumeWindowMs: 1 },
    rooms: { sessions: () => [session], lettingIn: false },
    waiting: { has: () => false },
    departures: { detach: async ({ outlet }: Session) => void told.push(outlet), unfinished: false },
    delivery: { settled: nothing, mail: { hurry() {} }, returns: { hurry: nothing }, allTold: nothing },
    relay: { finish: nothing },
    registry: { forget: nothing },
  } as unknown as NodeContext;
  await handOver(context, { stopLease: nothing, isBehind: () => false });
  expect(told).toEqual([undefined]);
});
