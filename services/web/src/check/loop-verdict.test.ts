import { expect, it } from 'vitest';
import { gradeLoop, judgeLoop } from './loop-verdict.ts';
import type { LoopFinding, LoopVerdict } from './loop-verdict.ts';
import type { Grade } from './grade.ts';

function measured(kbps: number, roundTripMs: number, loss: number): LoopFinding {
  return { result: 'measured', figures: { kbps, roundTripMs, loss, path: 'relayed-udp' } };
}

const cases: [string, LoopFinding, LoopVerdict, Grade][] = [
  ['plenty', measured(1200, 40, 0), 'video', 'good'],
  ['narrow', measured(400, 40, 0), 'video', 'weak'],
  ['far', measured(1200, 450, 0), 'video', 'weak'],
  ['lossy', measured(1200, 40, 0.07), 'video', 'weak'],
  ['too narrow for a picture', measured(299, 40, 0), 'sound', 'weak'],
  ['too far for a picture', measured(1200, 601, 0), 'sound', 'weak'],
  ['too lossy for a picture', measured(1200, 40, 0.11), 'sound', 'weak'],
  ['too narrow for a voice', measured(39, 40, 0), 'blocked', 'bad'],
  ['too lossy for a voice', measured(1200, 40, 0.31), 'blocked', 'bad'],
  ['too far to talk', measured(1200, 1501, 0), 'blocked', 'bad'],
  ['nothing gets through', { result: 'blocked', obstacle: 'no-path' }, 'blocked', 'bad'],
  ['there is no relay to try', { result: 'blocked', obstacle: 'no-relay' }, 'blocked', 'idle'],
];

it.each(cases)('%s', (_what, finding, verdict, grade) => {
  expect([judgeLoop(finding), gradeLoop(finding)]).toEqual([verdict, grade]);
});
