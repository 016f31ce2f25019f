import { expect, it } from 'vitest';
import type { LoopFinding } from './loop-verdict.ts';
import { gradeAll, judgeAll } from './overall.ts';
import type { Findings, Overall } from './overall.ts';
import type { Grade } from './grade.ts';

const FIGURES = { kbps: 1200, roundTripMs: 20, loss: 0, path: 'relayed-udp' } as const;
const VIDEO: LoopFinding = { result: 'measured', figures: FIGURES };
const SOUND: LoopFinding = { result: 'measured', figures: { ...FIGURES, kbps: 100 } };
const FINE: Findings = {
  running: false,
  browser: 'good',
  signaling: { result: 'reached', node: 'a', openMs: 1, joinMs: 1, roundTripMs: 1, outages: [] },
  loop: VIDEO,
};
const outage = { result: 'reached', node: 'a', openMs: 1, joinMs: 1, roundTripMs: 1 } as const;

const cases: [string, Overall, Grade, Partial<Findings>][] = [
  ['all is well', 'fine', 'good', {}],
  ['something is being tried', 'running', 'idle', { running: true, browser: 'bad' }],
  ['a permission is missing', 'fine', 'good', { browser: 'weak' }],
  ['the browser cannot', 'no-browser', 'bad', { browser: 'bad', signaling: undefined }],
  ['no server answers', 'no-signaling', 'bad', { signaling: { result: 'unreachable', code: '1006' } }],
  ['the server refuses', 'no-signaling', 'bad', { signaling: { result: 'refused', code: 'busy' } }],
  ['an invitation is asked for', 'fine', 'good', { signaling: { result: 'refused', code: 'unauthorized' } }],
  [
    'the server went away for good',
    'shaky',
    'weak',
    { signaling: { ...outage, outages: [{ node: undefined, ms: 1 }] } },
  ],
  [
    'a node died and another took over',
    'fine',
    'good',
    { signaling: { ...outage, outages: [{ node: 'b', ms: 1 }] } },
  ],
  ['only voices get through', 'narrow', 'weak', { loop: SOUND }],
  ['no relay works', 'direct-only', 'weak', { loop: { result: 'blocked', obstacle: 'no-path' } }],
  ['there is no relay', 'direct-only', 'weak', { loop: { result: 'blocked', obstacle: 'no-relay' } }],
  ['the loop was never run', 'direct-only', 'weak', { loop: undefined }],
];

it.each(cases)('%s: %s', (_what, overall, grade, change) => {
  const judged = judgeAll({ ...FINE, ...change });
  expect([judged, gradeAll(judged)]).toEqual([overall, grade]);
});
