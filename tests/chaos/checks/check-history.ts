import type { Happened } from '../history/history.ts';
import { tellStory } from '../history/story.ts';
import type { Story, Windows } from '../history/story.ts';
import { checkAttached } from './attached.ts';
import { checkByes, countResyncChanges } from './byes.ts';
import { checkCapacity } from './capacity.ts';
import { fatesOf } from './fates.ts';
import { checkLoss, countFates } from './loss.ts';
import type { FateCounts } from './loss.ts';
import { checkOneSocket } from './one-socket.ts';
import { checkOrder, countRepeated } from './order.ts';
import type { Violation } from './violation.ts';

export interface Verdict {
  readonly story: Story;
  readonly violations: readonly Violation[];
  readonly fates: FateCounts;
  /** Messages that came to a peer more than once. */
  readonly repeated: number;
  /** Comings and goings that were told by `resync` only. */
  readonly byResync: number;
}

/** Holds a history, which was watched until `endedAt`, against all that the protocol promises. */
export function checkHistory(events: readonly Happened[], windows: Windows, endedAt: number): Verdict {
  const story = tellStory(events, windows, endedAt);
  const outcomes = fatesOf(story);
  return {
    story,
    violations: [
      ...checkCapacity(story),
      ...checkOneSocket(story),
      ...checkByes(story),
      ...checkAttached(story),
      ...checkOrder(story),
      ...checkLoss(outcomes, story.endedAt),
    ],
    fates: countFates(outcomes),
    repeated: countRepeated(story),
    byResync: countResyncChanges(story),
  };
}
