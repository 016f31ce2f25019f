import type { Fault } from '@parley/mock-server/fault';
import { startMockServer } from '@parley/mock-server/mock-server';
import { describe, expect, it } from 'vitest';
import { conform } from './conform.ts';
import { wholeExamination } from './examination.ts';
import { targetOf } from './target.ts';

describe('the mock server', () => {
  it('keeps every rule that can be tried on it', async () => {
    await using server = await startMockServer({ resumeWindowMs: 4_000 });
    const examination = await wholeExamination();
    const verdicts = await conform(targetOf(server.url, false), examination);
    expect(verdicts.filter(({ outcome }) => outcome === 'FAIL')).toEqual([]);
    const untried = verdicts.filter(({ outcome }) => outcome === 'not tried').map(({ rule }) => rule.id);
    // It takes pages of any origin, and limits no rate.
    const expected = [...Object.keys(examination.untried), 'P-4', 'P-46', 'P-47'];
    expect(untried.toSorted()).toEqual(expected.toSorted());
  }, 120_000);
});

// What a server does not say is not waited for long.
const hasty = (url: string) => ({ ...targetOf(url, false), patienceMs: 2_000 });

describe('the conformance kit', () => {
  it.concurrent.each<[rule: string, fault: Fault]>([
    ['P-10', { fault: 'never answer', request: 'ping' }],
    ['P-13', { fault: 'full' }],
    ['P-13', { fault: 'error', request: 'join', code: 'internal' }],
    ['P-15', { fault: 'drop', type: 'otherjoin' }],
    ['P-16', { fault: 'duplicate', type: 'otherjoin' }],
    ['P-19', { fault: 'drop', type: 'bye', times: 1 }],
    ['P-21', { fault: 'drop', type: 'message' }],
    ['P-22', { fault: 'drop', type: 'message', times: 1 }],
    ['P-24', { fault: 'reorder', type: 'message' }],
    ['P-24', { fault: 'duplicate', type: 'message', times: 1 }],
    ['P-29', { fault: 'drop', type: 'pong' }],
    ['P-29', { fault: 'freeze' }],
    ['P-30', { fault: 'never answer', request: 'ice' }],
    ['P-31', { fault: 'drop', type: 'leaved' }],
    ['P-31', { fault: 'drop', type: 'bye' }],
    ['P-36', { fault: 'duplicate', type: 'bye' }],
    ['P-37', { fault: 'error', request: 'resume', code: 'session_expired' }],
    ['P-38', { fault: 'reorder', type: 'message' }],
    ['P-43', { fault: 'drop', type: 'error' }],
  ])('fails %s on a server with %j', async (id, fault) => {
    await using server = await startMockServer();
    server.harm(fault);
    const { rules, checks } = await wholeExamination();
    const [verdict] = await conform(hasty(server.url), {
      rules: rules.filter((rule) => rule.id === id),
      checks: checks.filter((check) => check.rule === id),
      untried: {},
    });
    expect(verdict).toMatchObject({ outcome: 'FAIL', rule: { id } });
  });

  it('says what was seen, and goes on with the other rules', async () => {
    await using server = await startMockServer();
    server.harm({ fault: 'error', request: 'ping', code: 'internal' });
    const { rules, checks } = await wholeExamination();
    const ids = ['P-13', 'P-29'];
    const verdicts = await conform(hasty(server.url), {
      rules: rules.filter(({ id }) => ids.includes(id)),
      checks: checks.filter(({ rule }) => ids.includes(rule)),
      untried: {},
    });
    expect(verdicts[0]).toMatchObject({ outcome: 'pass' });
    expect(verdicts[1]).toMatchObject({
      outcome: 'FAIL',
      faults: expect.arrayContaining([expect.stringMatching(/^answers a ping: no pong came/)]),
    });
  });
});
