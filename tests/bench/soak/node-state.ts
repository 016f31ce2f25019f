import { once } from 'node:events';
import * as z from 'zod';
import { WebSocket } from 'ws';

const targetsSchema = z.array(z.object({ webSocketDebuggerUrl: z.string() }));
const replySchema = z.object({ id: z.number(), result: z.unknown() });
const usageSchema = z.object({ usedSize: z.number() });

/** What a node holds, in numbers. */
export interface NodeState {
  /** Used heap right after a collection, and resident memory; MB. */
  readonly heapMb: number;
  readonly rssMb: number;
  readonly connections: number;
  readonly rooms: number;
  readonly peers: number;
  /** Sockets, timers and the like that keep the process busy, by kind. */
  readonly resources: ReadonlyMap<string, number>;
}

/** Collects a node's garbage first, through its inspector, so that what is left is held. */
export async function stateOf(metricsPort: number, inspectPort: number): Promise<NodeState> {
  const heapMb = (await heapInUse(inspectPort)) / 1e6;
  const text = await (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text();
  const value = (name: string) => Number(new RegExp(`^${name} (\\S+)`, 'm').exec(text)?.[1] ?? Number.NaN);
  const kinds = text.matchAll(/^nodejs_active_resources\{type="(\w+)"\} (\d+)/gm);
  return {
    heapMb,
    rssMb: value('process_resident_memory_bytes') / 1e6,
    connections: value('signaling_connections'),
    rooms: value('signaling_rooms'),
    peers: value('signaling_peers'),
    resources: new Map([...kinds].map(([, kind = '', count]) => [kind, Number(count)])),
  };
}

async function heapInUse(inspectPort: number): Promise<number> {
  const answer: unknown = await (await fetch(`http://127.0.0.1:${inspectPort}/json/list`)).json();
  const [target] = targetsSchema.parse(answer);
  if (!target) throw new Error('the node has no inspector');
  const inspector = new WebSocket(target.webSocketDebuggerUrl);
  await once(inspector, 'open');
  try {
    // Twice: what the first one finalises, the second one frees.
    await call(inspector, 1, 'HeapProfiler.collectGarbage');
    await call(inspector, 2, 'HeapProfiler.collectGarbage');
    return usageSchema.parse(await call(inspector, 3, 'Runtime.getHeapUsage')).usedSize;
  } finally {
    inspector.close();
    await once(inspector, 'close');
  }
}

async function call(inspector: WebSocket, id: number, method: string): Promise<unknown> {
  inspector.send(JSON.stringify({ id, method }));
  for (;;) {
    const [data] = (await once(inspector, 'message')) as [Buffer];
    const reply = replySchema.safeParse(JSON.parse(data.toString()));
    if (reply.success && reply.data.id === id) return reply.data.result;
  }
}
