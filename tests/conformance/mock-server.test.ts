import type { Fault } from '@parley/mock-server/fault';
import { startMockServer } from '@parley/mock-server/mock-server';
import type { ServerMessage } from '@parley/shared/server-messages';
import { describe, expect, it } from 'vitest';
import { conform } from './conform.ts';
import { wholeExamination } from './examination.ts';
import { targetOf } from './target.ts';

const whole = await wholeExamination();

describe('the mock server', () => {
  it('keeps every rule that can be tried on it', async () => {
    await using server = await startMockServer({ resumeWindowMs: 4_000 });
    const verdicts = await conform(targetOf(server.url, false), whole);
    expect(verdicts.filter(({ outcome }) => outcome === 'FAIL')).toEqual([]);
    const untried = verdicts.filter(({ outcome }) => outcome === 'not tried').map(({ rule }) => rule.id);
    // It takes pages of any origin, and limits no rate.
    const expected = [...Object.keys(whole.untried), 'P-4', 'P-46', 'P-47'];
    expect(untried.toSorted()).toEqual(expected.toSorted());
  }, 120_000);
});

/** Says fields of a message otherwise. */
function alter(type: ServerMessage['type'], fields: object): Fault {
  const change = (text: string) => JSON.stringify({ ...(JSON.parse(text) as object), ...fields });
  return { fault: 'alter', type, change };
}

const without = undefined;
const later = (type: ServerMessage['type']): Fault => ({
  fault: 'alter',
  type,
  change: (text) => text.replace(/"seq":(\d+)/, (_, seq) => `"seq":${Number(seq) + 1}`),
});

const BROKEN: readonly [rule: string, what: string, fault: Fault][] = [
  ['P-2', 'refuses everybody', { fault: 'unreachable', status: 500 }],
  ['P-3', 'refuses everybody with another status', { fault: 'unreachable', status: 500 }],
  ['P-4', 'lets no page in', { fault: 'unreachable', status: 403 }],
  ['P-5', 'is deaf to binary frames', { fault: 'freeze' }],
  ['P-6', 'drops what is large', { fault: 'drop', type: 'message' }],
  ['P-7', 'trusts the address', { fault: 'never answer', request: 'message' }],
  ['P-8', 'puts everybody into one room', alter('joined', { room: 'lobby' })],
  ['P-9', 'cuts names', alter('otherjoin', { name: 'A' })],
  ['P-10', 'loses the ref', alter('pong', { ref: 'other' })],
  ['P-10', 'loses the ref of a refusal', alter('error', { ref: without })],
  ['P-11', 'refuses what it does not know', { fault: 'error', request: 'join', code: 'bad_message' }],
  ['P-13', 'is full for nobody', { fault: 'full' }],
  ['P-13', 'leaves a field out', alter('joined', { node: without })],
  ['P-14', 'makes short ids', alter('joined', { id: 'ann' })],
  ['P-14', 'gives all the same token', alter('joined', { token: 'x'.repeat(43) })],
  ['P-15', 'does not tell of newcomers', { fault: 'drop', type: 'otherjoin' }],
  ['P-16', 'tells of a newcomer twice', { fault: 'duplicate', type: 'otherjoin' }],
  ['P-17', 'gives another reason', alter('error', { code: 'busy' })],
  ['P-18', 'lets one too many in', alter('full', { capacity: 7 })],
  ['P-19', 'counts wrongly', later('otherjoin')],
  ['P-19', 'counts wrongly who left', later('bye')],
  ['P-21', 'lets a sender be somebody else', alter('message', { from: 'eve' })],
  ['P-22', 'drops one of two', { fault: 'drop', type: 'message', times: 1 }],
  [
    'P-23',
    'writes data anew',
    { fault: 'alter', type: 'message', change: (text) => text.replace('"data":', '"data": ') },
  ],
  ['P-24', 'turns messages round', { fault: 'reorder', type: 'message' }],
  ['P-24', 'says a message twice', { fault: 'duplicate', type: 'message', times: 1 }],
  ['P-25', 'forgets what comes behind a join', { fault: 'never answer', request: 'message' }],
  ['P-26', 'does not name the peer', alter('error', { to: without })],
  ['P-27', 'says nothing to strangers', { fault: 'drop', type: 'error' }],
  ['P-29', 'does not answer', { fault: 'drop', type: 'pong' }],
  ['P-29', 'stands still', { fault: 'freeze' }],
  ['P-30', 'gives no ice', { fault: 'never answer', request: 'ice' }],
  ['P-31', 'does not let go', { fault: 'drop', type: 'leaved' }],
  ['P-31', 'does not tell the others', { fault: 'drop', type: 'bye' }],
  ['P-32', 'gives the same id again', alter('joined', { id: 'A'.repeat(22) })],
  ['P-33', 'gives another reason', alter('error', { code: 'bad_message' })],
  ['P-34', 'takes who left for lost', alter('bye', { reason: 'lost' })],
  ['P-35', 'takes who was lost for left', alter('bye', { reason: 'left' })],
  ['P-36', 'says bye twice', { fault: 'duplicate', type: 'bye' }],
  ['P-37', 'lets nobody resume', { fault: 'error', request: 'resume', code: 'session_expired' }],
  ['P-37', 'gives no new token', alter('resumed', { seq: 9 })],
  ['P-38', 'turns round what it kept', { fault: 'reorder', type: 'message' }],
  ['P-39', 'does not say to whom', alter('error', { to: without })],
  ['P-40', 'does not take over', { fault: 'never answer', request: 'resume' }],
  ['P-41', 'lets nobody resume', { fault: 'error', request: 'resume', code: 'session_expired' }],
  ['P-42', 'gives another reason', alter('error', { code: 'not_in_room' })],
  ['P-43', 'does not say what to do', alter('error', { message: 'no' })],
  ['P-43', 'says what is no message', alter('error', { code: 'sorry' })],
  ['P-44', 'names no field', alter('error', { message: 'something is wrong' })],
  ['P-44', 'says back what it was sent', alter('error', { message: 'token: is very-secret' })],
  ['P-45', 'ends without a word', { fault: 'drop', type: 'error' }],
];

/** What the mock server cannot be made to break: it has no rate limit, and no faults beside its WebSocket. */
const NEVER_BROKEN = ['P-1', 'P-46', 'P-47', 'P-53', 'P-54', 'P-55', 'P-56'];

describe('the conformance kit', () => {
  it.concurrent.each(BROKEN)('fails %s on a server that %s', async (id, _what, fault) => {
    await using server = await startMockServer({ resumeWindowMs: 1_000 });
    server.harm(fault);
    const [verdict] = await conform(
      // What a server does not say is not waited for long.
      { ...targetOf(server.url, false), patienceMs: 2_000 },
      {
        rules: whole.rules.filter((rule) => rule.id === id),
        checks: whole.checks.filter((check) => check.rule === id),
        untried: {},
        deadlineMs: 10_000,
      },
    );
    expect(verdict).toMatchObject({ outcome: 'FAIL', rule: { id } });
  });

  it('is shown to fail each rule that it tries, but for those that no mock breaks', () => {
    const tried = new Set(whole.checks.map(({ rule }) => rule));
    const shown = new Set([...BROKEN.map(([rule]) => rule), ...NEVER_BROKEN]);
    expect([...tried].filter((rule) => !shown.has(rule))).toEqual([]);
  });

  it('says what was seen, and goes on with the other rules', async () => {
    await using server = await startMockServer();
    server.harm({ fault: 'error', request: 'ping', code: 'internal' });
    const ids = ['P-13', 'P-29'];
    const verdicts = await conform(
      { ...targetOf(server.url, false), patienceMs: 2_000 },
      {
        rules: whole.rules.filter(({ id }) => ids.includes(id)),
        checks: whole.checks.filter(({ rule }) => ids.includes(rule)),
        untried: {},
      },
    );
    expect(verdicts[0]).toMatchObject({ outcome: 'pass' });
    expect(verdicts[1]).toMatchObject({
      outcome: 'FAIL',
      faults: expect.arrayContaining([expect.stringMatching(/^answers a ping: no pong came/)]),
    });
  });
});
