import type { Grade } from './grade.ts';
import type { LoopFigures } from './loop-figures.ts';

/** Why nothing came through a loop. */
export type LoopObstacle =
  /** No address of a relay was tried. */
  | 'no-relay'
  /** No relay let us in, so there was nothing to loop through. */
  | 'no-way-in'
  /** The browser itself did not come so far. */
  | 'not-started'
  /** Both ends have a relayed address, and no packet gets from one to the other. */
  | 'no-path'
  /** A path was found, and no picture came over it. */
  | 'no-packets';

/** Why the figures may be too low: the page was not in front, or the device did not get its picture encoded in time. */
export type LoopCaveat = 'hidden' | 'busy';

export type LoopFinding =
  | { result: 'measured'; figures: LoopFigures; caveat?: LoopCaveat | undefined }
  | { result: 'blocked'; obstacle: LoopObstacle };

export type LoopVerdict = 'video' | 'sound' | 'blocked';

// Loss and round trip as for the bars of a call; a picture of a hand's width takes 300 kbps, Opus with its headers 40.
const VIDEO = { kbps: 300, roundTripMs: 600, loss: 0.1 };
const GOOD_VIDEO = { kbps: 600, roundTripMs: 300, loss: 0.05 };
const SOUND = { kbps: 40, roundTripMs: 1500, loss: 0.3 };

/** What a relayed call would carry. */
export function judgeLoop(finding: LoopFinding): LoopVerdict {
  if (finding.result === 'blocked') return 'blocked';
  if (holds(finding.figures, VIDEO)) return 'video';
  return holds(finding.figures, SOUND) ? 'sound' : 'blocked';
}

export function gradeLoop(finding: LoopFinding): Grade {
  if (finding.result === 'blocked') return finding.obstacle === 'no-relay' ? 'idle' : 'bad';
  const verdict = judgeLoop(finding);
  if (verdict === 'video') return holds(finding.figures, GOOD_VIDEO) ? 'good' : 'weak';
  return verdict === 'sound' ? 'weak' : 'bad';
}

function holds(figures: LoopFigures, limit: { kbps: number; roundTripMs: number; loss: number }): boolean {
  return figures.kbps >= limit.kbps && figures.roundTripMs <= limit.roundTripMs && figures.loss <= limit.loss;
}
