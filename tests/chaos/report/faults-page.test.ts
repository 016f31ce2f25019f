import { readFileSync } from 'node:fs';
import { describe as suite, expect, it } from 'vitest';
import { checkHistory } from '../checks/check-history.ts';
import { HandWritten, WINDOWS } from '../checks/hand-written.ts';
import { describe, withMeasured } from './faults-page.ts';
import { isClean, tally } from './measurement.ts';
import type { Measurement } from './measurement.ts';

const PAGE = readFileSync(new URL('../../../docs/faults.md', import.meta.url), 'utf8');

/** Ann writes to Bob; two runs, the second of which left a ghost. */
function measurement(history: HandWritten, ghosts: number): Measurement {
  const { events, endedAt } = history.told();
  const runs = [
    { times: { bye: 10 }, ghosts: 0, wrong: [] },
    { times: { bye: 30 }, ghosts, wrong: [] },
  ];
  const lane = { runs, verdict: checkHistory(events, WINDOWS, endedAt), faults: [], kicked: 0 };
  return { title: 'a fault', file: 'a-fault', goals: ['bye'], lanes: [lane] };
}

const sent = () => new HandWritten().join(1, 'ann', ['bob']).join(2, 'bob', ['ann']).send(1, 1, 'bob');
const good = () => measurement(sent().receive(2, 'ann', 1).confirm(1), 0);

suite('the page on faults', () => {
  it('gets its measured part replaced, and nothing else', () => {
    const once = withMeasured(PAGE, 'FIRST');
    const twice = withMeasured(once, 'SECOND');
    expect(twice).toContain('SECOND');
    expect(twice).not.toContain('FIRST');
    expect(twice.replace('SECOND', 'FIRST')).toBe(once);
    expect(() => withMeasured('no marks', 'FIRST')).toThrow('marks');
  });

  it('has a row of times and one of messages for each fault', () => {
    const text = describe(['two cores'], [good()]);
    expect(text).toContain('- two cores');
    expect(text).toContain('| a fault | bye | 2 | 10 ms | 30 ms | 30 ms |');
    expect(text).toContain('| a fault | 1 | 1 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 |');
  });
});

suite('a measurement', () => {
  it('is clean where all is zero that must be', () => {
    expect(isClean(good())).toBe(true);
  });

  it('is not clean with a ghost, a lost message, or a goal that was never reached', () => {
    expect(isClean(measurement(sent().receive(2, 'ann', 1).confirm(1), 1))).toBe(false);
    const lost = measurement(sent().confirm(1), 0);
    expect(tally(lost)).toMatchObject({ sent: 1, delivered: 0, lost: 1 });
    expect(isClean(lost)).toBe(false);
    expect(isClean({ ...good(), goals: ['bye', 'resumed'] })).toBe(false);
  });
});
