import type { NodeState } from './node-state.ts';

/** What may grow without anything being left behind: code that is compiled late, and the allocator's pages. */
const HEAP_SLACK_MB = 3;
const RSS_SLACK = 1.25;

/** What two states of an empty node say was left behind between them. */
export function leftovers(node: string, before: NodeState, after: NodeState): string[] {
  const left: string[] = [];
  for (const what of ['connections', 'rooms', 'peers'] as const) {
    if (after[what] !== 0) left.push(`${node}: ${after[what]} ${what}`);
  }
  for (const [kind, count] of after.resources) {
    const had = before.resources.get(kind) ?? 0;
    // The scrape's own socket, and one that is just being closed.
    if (count > had + 2) left.push(`${node}: ${count - had} more of ${kind}`);
  }
  if (after.heapMb > before.heapMb + HEAP_SLACK_MB)
    left.push(`${node}: heap ${before.heapMb.toFixed(1)} to ${after.heapMb.toFixed(1)} MB`);
  if (after.rssMb > before.rssMb * RSS_SLACK)
    left.push(`${node}: RSS ${before.rssMb.toFixed(0)} to ${after.rssMb.toFixed(0)} MB`);
  return left;
}
