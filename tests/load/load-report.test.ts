import { describe, expect, it } from 'vitest';
import { plot, report, verdictOf } from './load-report.ts';
import type { LoadOutcome } from './load-run.ts';
import { readSettings } from './settings.ts';
import { Times } from './times.ts';

function outcomeWith(change: Partial<LoadOutcome> = {}, heard = 100): LoadOutcome {
  const messages = new Times();
  for (let count = 0; count < heard; count += 1) messages.add(count + 1);
  return {
    connects: new Times(),
    joins: new Times(),
    messages,
    seconds: [],
    sent: 100,
    due: 100,
    failures: new Map(),
    utilisation: 0.3,
    lateMs: 8,
    brokenOff: false,
    ...change,
  };
}

describe('a load', () => {
  it.each([
    ['a run in which all was heard', outcomeWith(), 'success'],
    ['one that was broken off and lost nothing', outcomeWith({ brokenOff: true, due: 100 }), 'success'],
    ['one that lost a message', outcomeWith({}, 99), 'failure'],
    ['one that sent nothing', outcomeWith({ sent: 0, due: 0 }, 0), 'failure'],
    ['one in which something was refused', outcomeWith({ failures: new Map([['full', 1]]) }), 'failure'],
    ['one whose generator was busy', outcomeWith({ utilisation: 0.91 }), 'generator was the limit'],
    ['one whose generator was late', outcomeWith({ lateMs: 51 }), 'generator was the limit'],
    ['one whose generator sent too little', outcomeWith({ due: 106 }), 'generator was the limit'],
    ['a busy generator that lost messages', outcomeWith({ utilisation: 1 }, 50), 'generator was the limit'],
  ])('calls %s what it is', (_what, outcome, verdict) => {
    expect(verdictOf(outcome)).toBe(verdict);
    expect(report(outcome)).toContain(verdict);
  });

  it('tells times within 5 %', () => {
    const times = new Times();
    for (let ms = 1; ms <= 1_000; ms += 1) times.add(ms);
    expect(times.at(0.5) / 500).toBeCloseTo(1, 1);
    expect(times.at(0.99) / 990).toBeCloseTo(1, 1);
    expect(times.at(1)).toBe(1_000);
    expect(new Times().at(0.5)).toBeNaN();
  });

  it('plots the worst of what does not fit', () => {
    expect(plot('p50', [1, 1, 8, 1], 2)).toBe('p50  ▂█  up to 8.0 ms');
    expect(plot('p50', [Number.NaN])).toContain('▁');
  });

  it('is asked for with all that is wrong said at once', () => {
    const read = () => readSettings({ URL: 'http://x', CONNECTIONS: '1', RATE: 'fast' });
    for (const name of ['URL', 'CONNECTIONS', 'RATE']) expect(read).toThrow(`${name}:`);
    expect(() => readSettings({ CONNECTIONS: '2', ROOM_SIZE: '3' })).toThrow('ROOM_SIZE');
    expect(readSettings({ CONNECTIONS: '10', ROOM_SIZE: '4' }).connections).toBe(8);
    expect(readSettings({})).toMatchObject({ connections: 100, roomSize: 2, rate: 100, seconds: 20 });
  });
});
