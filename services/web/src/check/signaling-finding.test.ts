import { expect, it } from 'vitest';
import type { Grade } from './grade.ts';
import { gradeSignaling } from './signaling-finding.ts';
import type { SignalingFinding } from './signaling-finding.ts';

type Reached = Extract<SignalingFinding, { result: 'reached' }>;

function reached(rest: Partial<Reached>): SignalingFinding {
  const move = { to: 'another-node', node: 'b', ms: 30 } as const;
  return { result: 'reached', node: 'a', openMs: 9, joinMs: 3, roundTripMs: 4, move, outages: [], ...rest };
}

const cases: [string, Grade, SignalingFinding][] = [
  ['all went well', 'good', reached({})],
  ['there is one node only', 'good', reached({ move: { to: 'same-node', ms: 30 } })],
  ['the round trip is still being measured', 'good', reached({ roundTripMs: undefined, move: undefined })],
  ['the round trip is long', 'weak', reached({ roundTripMs: 1001 })],
  ['no ping was answered', 'weak', reached({ roundTripMs: undefined })],
  ['it was lost and came back', 'weak', reached({ outages: [{ node: 'b', ms: 900 }] })],
  ['it was lost for good', 'bad', reached({ outages: [{ node: undefined, ms: 9000 }] })],
  ['no reconnect came through', 'bad', reached({ move: { to: 'nowhere' } })],
  ['nobody answered', 'bad', { result: 'unreachable', code: '1006' }],
  ['the server wants an invitation', 'weak', { result: 'refused', code: 'unauthorized' }],
  ['the server refuses', 'bad', { result: 'refused', code: 'unavailable' }],
];

it.each(cases)('%s: %s', (_what, grade, finding) => {
  expect(gradeSignaling(finding)).toBe(grade);
});
