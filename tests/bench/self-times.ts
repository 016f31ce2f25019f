import * as z from 'zod';

const profileSchema = z.object({
  nodes: z.array(
    z.object({
      id: z.number(),
      callFrame: z.object({ functionName: z.string(), url: z.string(), lineNumber: z.number() }),
    }),
  ),
  samples: z.array(z.number()),
  timeDeltas: z.array(z.number()),
});

export interface SelfTime {
  readonly what: string;
  /** Of the time in which anything was done. */
  readonly share: number;
}

/** What a V8 CPU profile says of each function by itself, the longest first. */
export function selfTimes(profile: unknown): SelfTime[] {
  const { nodes, samples, timeDeltas } = profileSchema.parse(profile);
  const names = new Map(nodes.map(({ id, callFrame }) => [id, nameOf(callFrame)]));
  const times = new Map<string, number>();
  let busy = 0;
  for (const [index, id] of samples.entries()) {
    const what = names.get(id) ?? '';
    if (what === '(idle)') continue;
    const delta = timeDeltas[index] ?? 0;
    times.set(what, (times.get(what) ?? 0) + delta);
    busy += delta;
  }
  const all = [...times].map(([what, time]) => ({ what, share: time / busy }));
  return all.toSorted((one, other) => other.share - one.share);
}

function nameOf({
  functionName,
  url,
  lineNumber,
}: {
  functionName: string;
  url: string;
  lineNumber: number;
}): string {
  const name = functionName || '(anonymous)';
  return url === '' ? name : `${name} ${url.split('/').slice(-2).join('/')}:${lineNumber + 1}`;
}
