// When a node could not do its work, and nobody can blame it.
import type { Happened } from './history.ts';
import { merged, minus, spans } from './intervals.ts';
import type { Interval } from './intervals.ts';
import type { Story } from './story.ts';

/** When a node stood still. One that was killed while it did never went on. */
export function frozenOf(story: Story, node: string): Interval[] {
  const marks = story
    .nodeChanges(node)
    .filter(({ change }) => change === 'frozen' || change === 'thawed')
    .map(({ at, change }) => ({ at, begins: change === 'frozen' }));
  return spans(marks);
}

/** When a node stood still or said itself that it cannot reach Redis, or does not hear others. */
export function cutOffOf(story: Story, node: string): Interval[] {
  const changes = story.nodeChanges(node);
  const unready = changes
    .filter(({ change }) => change === 'ready' || change === 'unready')
    .map(({ at, change }) => ({ at, begins: change === 'unready' }));
  return merged([...frozenOf(story, node), ...spans(unready)]);
}

/**
 * When a node may have lost its lease, and its peers their places, by what was done to it alone. While Redis was away
 * nobody could take a lease from anybody, and after a restart nodes have lease and window to come back.
 */
export function aloneCutOffOf(story: Story, node: string): Interval[] {
  const { leaseMs, windowMs } = story.windows;
  const holdOffs = story.restarts.map(({ from, to }) => ({ from, to: to + leaseMs + windowMs }));
  const unready = minus(cutOffOf(story, node), merged([...story.outages, ...holdOffs]));
  return merged([...frozenOf(story, node), ...unready]);
}

/**
 * When a node cannot be held to its usual speed: it or Redis stood still, or its connections to Redis were cut, and
 * the time it then needs to find its lease again.
 */
export function troubleOf(story: Story, node: string): Interval[] {
  const settleMs = 2 * story.windows.leaseMs;
  const cuts = story.events
    .filter((event) => event.what === 'redis' && event.change.endsWith('cut'))
    .map(({ at }: Happened) => ({ from: at, to: at }));
  const all = [...cutOffOf(story, node), ...story.outages, ...cuts];
  return merged(all.map(({ from, to }) => ({ from, to: to + settleMs })));
}

/**
 * When others may have taken the peers of a node for away, and kept messages for them: it was cut off, or is just about
 * to take its peers back.
 */
export function doubtedOf(story: Story, node: string): Interval[] {
  const { leaseMs } = story.windows;
  return merged(cutOffOf(story, node).map(({ from, to }) => ({ from, to: to + leaseMs })));
}

/** When a node ended without a word, if it did: its kill, or the freeze before that it never came back from. */
export function silentEndOf(story: Story, node: string): number | undefined {
  const killed = story.nodeChanges(node).find(({ change }) => change === 'killed');
  if (!killed) return undefined;
  const frozen = frozenOf(story, node).find(({ from, to }) => from <= killed.at && to >= killed.at);
  return frozen?.from ?? killed.at;
}
