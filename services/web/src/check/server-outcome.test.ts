import { expect, it } from 'vitest';
import { candidateRow } from './candidate-row.ts';
import { isAnswer, readOutcome } from './server-outcome.ts';
import type { Failure, Gathered } from './server-outcome.ts';

const NOTHING: Gathered = { rows: [], errors: [], end: 'complete', tookMs: 40 };

function row(type: string, atMs: number) {
  return candidateRow({ type, foundation: '', protocol: 'udp', address: '', port: 1, priority: 1 }, atMs);
}

function error(code: number, text = '', atMs = 10) {
  return { code, text, atMs };
}

it('passes a relay that gives a relayed address, and a STUN server that gives an address', () => {
  const rows = [row('host', 1), row('srflx', 20), row('relay', 30)];
  expect(readOutcome('turn-udp', { ...NOTHING, rows })).toEqual({ result: 'pass', ms: 30 });
  expect(readOutcome('stun', { ...NOTHING, rows })).toEqual({ result: 'pass', ms: 20 });
});

it('passes a server in spite of interfaces that lead nowhere', () => {
  const gathered = { ...NOTHING, rows: [row('relay', 30)], errors: [error(701)] };
  expect(readOutcome('turn-tcp', gathered).result).toBe('pass');
});

it('takes silence of a STUN server without any fault for an address that is our own', () => {
  expect(readOutcome('stun', NOTHING)).toEqual({ result: 'same-address', ms: 40 });
  expect(readOutcome('turn-udp', NOTHING)).toMatchObject({ failure: 'silent' });
});

const codes: [number, string, Failure][] = [
  [300, 'Try Alternate', 'server-error'],
  [401, 'Unauthorized', 'credential'],
  [403, 'Forbidden', 'forbidden'],
  [441, 'Wrong Credentials', 'credential'],
  [486, 'Allocation Quota Reached', 'quota'],
  [500, 'Server Error', 'server-error'],
  [508, 'Insufficient Capacity', 'no-ports'],
  [701, 'TURN allocate request timed out.', 'unreachable'],
  [701, 'TURN host lookup received error.', 'no-such-host'],
];

it.each(codes)('reads %s (%s) as %s', (code, text, failure) => {
  const outcome = readOutcome('turn-udp', { ...NOTHING, errors: [error(code, text)] });
  expect(outcome).toEqual({ result: 'fail', failure, ms: 10, code, detail: text });
});

it('believes the server more than an interface that did not reach it', () => {
  const errors = [error(701, '', 5), error(401, '', 9)];
  expect(readOutcome('turn-udp', { ...NOTHING, errors })).toMatchObject({ failure: 'credential', ms: 9 });
});

it('waits no longer than a person would, and says that nobody answered', () => {
  const late = { ...NOTHING, end: 'too-late', tookMs: 8000 } as const;
  expect(readOutcome('stun', late)).toMatchObject({ failure: 'unreachable', ms: 8000, code: undefined });
  expect(readOutcome('turn-udp', late)).toMatchObject({ failure: 'unreachable' });
});

it('says so where the browser takes no such address', () => {
  expect(readOutcome('turn-udp', { ...NOTHING, end: 'not-taken' })).toMatchObject({ failure: 'bad-address' });
});

it('takes a refusal for an answer, and a host candidate of our own for none', () => {
  expect(isAnswer({ ...NOTHING, errors: [error(701), error(401)] })).toBe(true);
  expect(isAnswer({ ...NOTHING, rows: [row('relay', 1)] })).toBe(true);
  expect(isAnswer({ ...NOTHING, rows: [row('host', 1)], errors: [error(701)] })).toBe(false);
});
