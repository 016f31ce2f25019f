import type { Quality } from '@parley/client/quality';
import { describe, expect, it } from 'vitest';
import { Dismissals, warningsOf } from './warnings.ts';
import type { CallFacts } from './warnings.ts';

const good: Quality = { level: 'good', reason: undefined, path: 'direct' };
const narrow: Quality = { level: 'fair', reason: 'bandwidth', path: 'direct' };
const quiet: CallFacts = {
  voice: undefined,
  offered: undefined,
  sharingProblem: undefined,
  fellBack: false,
  peers: [{ quality: good }],
  capacity: 6,
};
const told = (facts: Partial<CallFacts>) => warningsOf({ ...quiet, ...facts }).map(({ what }) => what);
const people = (...qualities: Quality[]) => qualities.map((quality) => ({ quality }));

describe('the warnings of a call', () => {
  it('are none while all is well', () => {
    expect(told({})).toEqual([]);
  });

  it('begin with what nobody hears', () => {
    const device = { kind: 'audio', deviceId: 'x', label: 'Headset' } as const;
    expect(told({ voice: 'mutedTalk', offered: device, capacity: 3 })).toEqual([
      'mutedTalk',
      'newDevice',
      'oneMore',
    ]);
  });

  it('tell of a narrow line of one’s own where most paths are narrow, not where one is', () => {
    expect(told({ peers: people(narrow) })).toEqual(['upload']);
    expect(told({ peers: people(narrow), fellBack: true })).toEqual(['fellBack']);
    expect(told({ peers: people(narrow, good) })).toEqual([]);
    expect(told({ peers: people(narrow, good, narrow) })).toEqual(['upload']);
  });

  it('tell when one more fits in and when nobody does, but not in a room for two', () => {
    expect(told({ peers: people(good, good, good, good) })).toEqual(['oneMore']);
    expect(told({ peers: people(good, good, good, good, good) })).toEqual(['full']);
    expect(told({ capacity: 2 })).toEqual([]);
  });

  it('stay away once they were put away, until another comes', () => {
    const dismissals = new Dismissals();
    const warnings = warningsOf({ ...quiet, voice: 'echo', capacity: 3 });
    expect(dismissals.first(warnings)?.what).toBe('echo');
    dismissals.dismiss({ what: 'echo' });
    expect(dismissals.first(warnings)?.what).toBe('oneMore');
    dismissals.dismiss({ what: 'mutedTalk' });
    dismissals.settle([{ what: 'mutedTalk' }]);
    expect(dismissals.first([{ what: 'mutedTalk' }])).toBeUndefined();
    dismissals.settle([]);
    expect(dismissals.first([{ what: 'mutedTalk' }])?.what).toBe('mutedTalk');
    const plugged = (deviceId: string) =>
      warningsOf({ ...quiet, offered: { kind: 'video', deviceId, label: 'Camera' } });
    for (const warning of plugged('a')) dismissals.dismiss(warning);
    expect(dismissals.first(plugged('a'))).toBeUndefined();
    expect(dismissals.first(plugged('b'))?.what).toBe('newDevice');
  });
});
