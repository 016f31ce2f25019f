import * as z from 'zod';

const logLine = z.looseObject({
  time: z.string(),
  nodeId: z.string(),
  msg: z.string(),
  traceId: z.optional(z.string()),
  connectionId: z.optional(z.string()),
  peerId: z.optional(z.string()),
  room: z.optional(z.string()),
});

type LogLine = z.infer<typeof logLine>;

/** What is on every line, or said by its place. */
const UNSAID = new Set(['time', 'nodeId', 'msg', 'level', 'traceId']);

/**
 * One visit's story from the logs of all nodes, in order: its own lines, marked `*`, and those of others in the same
 * room from its first line to its last. Lines that are no log of a node are passed over.
 */
export function storyOf(lines: Iterable<string>, traceId: string): string[] {
  const all = [...lines]
    .flatMap((line) => read(line) ?? [])
    .toSorted((one, other) => compare(one.time, other.time));
  const marked = all.filter((line) => line.traceId === traceId);
  const known = (key: 'connectionId' | 'peerId' | 'room') =>
    new Set(marked.flatMap((line) => line[key] ?? []));
  const [connections, peers, rooms] = [known('connectionId'), known('peerId'), known('room')];
  const isOwn = (line: LogLine) =>
    line.traceId === traceId || holds(connections, line.connectionId) || holds(peers, line.peerId);
  const own = all.filter(isOwn);
  const [first, last] = [own[0]?.time ?? '', own.at(-1)?.time ?? ''];
  return all
    .filter((line) => isOwn(line) || (holds(rooms, line.room) && line.time >= first && line.time <= last))
    .map((line) => told(line, isOwn(line)));
}

/** Compose may put the name of the container in front. */
function read(line: string): LogLine | undefined {
  const at = line.indexOf('{');
  if (at === -1) return undefined;
  try {
    return logLine.safeParse(JSON.parse(line.slice(at))).data;
  } catch {
    return undefined;
  }
}

function told(line: LogLine, own: boolean): string {
  const details = Object.entries(line)
    .filter(([name]) => !UNSAID.has(name))
    .map(([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`);
  return [line.time, line.nodeId, own ? '*' : ' ', line.msg, ...details].join('  ');
}

function holds(set: ReadonlySet<string>, value: string | undefined): boolean {
  return value !== undefined && set.has(value);
}

function compare(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
