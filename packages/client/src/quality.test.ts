import { describe, expect, it } from 'vitest';
import { UNKNOWN_QUALITY, judge } from './quality.ts';
import { readStats } from './read-stats.ts';
import type { Sample } from './read-stats.ts';

const clean: Sample = {
  at: 0,
  packetsReceived: 0,
  packetsLost: 0,
  bytesSent: 0,
  bytesReceived: 0,
  lossSent: 0,
  roundTripMs: 40,
  jitterMs: 3,
  availableBps: 2_000_000,
  limitedBy: undefined,
  sent: undefined,
  received: undefined,
  path: 'direct',
};

/** The judgement after so many looks, two seconds apart; `each` changes what is seen. */
function after(looks: number, each: (index: number) => Partial<Sample>, targetBps?: number) {
  let state = UNKNOWN_QUALITY;
  for (let index = 0; index < looks; index += 1) {
    const counted = { at: index * 2_000, packetsReceived: index * 100 };
    state = judge(state, { ...clean, ...counted, ...each(index) }, targetBps);
  }
  return state.quality;
}

describe('the quality of a connection', () => {
  it('is good when nothing is in the way', () => {
    expect(after(5, () => ({}))).toEqual({ level: 'good', reason: undefined, path: 'direct' });
  });

  it.each([
    ['a little of what comes is lost', 'fair', 'loss', (index: number) => ({ packetsLost: index * 7 })],
    ['much of what comes is lost', 'bad', 'loss', (index: number) => ({ packetsLost: index * 20 })],
    ['much of what goes is lost', 'bad', 'loss', () => ({ lossSent: 0.2 })],
    ['answers take long', 'fair', 'round-trip', () => ({ roundTripMs: 400 })],
    ['answers take very long', 'bad', 'round-trip', () => ({ roundTripMs: 700 })],
    [
      'the way is narrow',
      'fair',
      'bandwidth',
      () => ({ availableBps: 5e5, limitedBy: 'bandwidth' as const }),
    ],
    [
      'the way is very narrow',
      'bad',
      'bandwidth',
      () => ({ availableBps: 2e5, limitedBy: 'bandwidth' as const }),
    ],
    ['the machine is too slow', 'fair', 'cpu', () => ({ limitedBy: 'cpu' as const })],
  ])('where %s is %s, by %s', (_what, level, reason, each) => {
    expect(after(5, each, 1_000_000)).toMatchObject({ level, reason });
  });

  it('does not call a way narrow that holds what we mean to send, or that we do not fill', () => {
    expect(after(5, () => ({ availableBps: 2e5, limitedBy: 'bandwidth' }), 150_000).level).toBe('good');
    expect(after(5, () => ({ availableBps: 2e5 }), 1_000_000).level).toBe('good');
    expect(after(5, () => ({ availableBps: 2e5, limitedBy: 'bandwidth' })).level).toBe('good');
  });

  it('does not call a way narrow before the browser has felt how wide it is', () => {
    const narrow = () => ({ availableBps: 3e5, limitedBy: 'bandwidth' as const });
    expect(after(3, narrow, 1_000_000).level).toBe('good');
    expect(after(4, narrow, 1_000_000).level).toBe('bad');
  });

  it('looks back for half a minute, and no further', () => {
    const early = (index: number) => ({ roundTripMs: index < 8 ? 900 : 40 });
    expect(after(12, early).level).not.toBe('good');
    expect(after(40, early).level).toBe('good');
  });

  it('is lost without a path, and begins anew with the next one', () => {
    const before = judge(UNKNOWN_QUALITY, { ...clean, roundTripMs: 900, path: 'relayed-tcp' });
    const lost = judge(before, undefined);
    expect(lost.quality).toEqual({ level: 'lost', reason: 'path', path: 'relayed-tcp' });
    expect(judge(lost, clean).quality.level).toBe('good');
  });
});

function report(local: object, remote: object, ...more: object[]): Sample {
  const entries = [
    { id: 'T', type: 'transport', timestamp: 7, selectedCandidatePairId: 'P' },
    {
      id: 'P',
      type: 'candidate-pair',
      localCandidateId: 'L',
      remoteCandidateId: 'R',
      currentRoundTripTime: 0.04,
      availableOutgoingBitrate: 5e5,
      bytesSent: 10,
      bytesReceived: 20,
    },
    { id: 'L', type: 'local-candidate', ...local },
    { id: 'R', type: 'remote-candidate', ...remote },
    ...more,
  ];
  return readStats(entries.map((entry, index) => ['id' in entry ? String(entry.id) : `${index}`, entry]));
}

describe('a report of getStats', () => {
  it('is read as far as it is filled', () => {
    const sample = report(
      { candidateType: 'host' },
      { candidateType: 'host' },
      { type: 'inbound-rtp', packetsReceived: 90, packetsLost: 10 },
      { type: 'inbound-rtp', packetsReceived: 5 },
      { type: 'remote-inbound-rtp', fractionLost: 0.25 },
      { type: 'outbound-rtp', qualityLimitationReason: 'cpu' },
    );
    expect(sample).toEqual({
      at: 7,
      packetsReceived: 95,
      packetsLost: 10,
      bytesSent: 10,
      bytesReceived: 20,
      lossSent: 0.25,
      roundTripMs: 40,
      availableBps: 5e5,
      limitedBy: 'cpu',
      path: 'direct',
    });
    expect(readStats([])).toMatchObject({ packetsReceived: 0, path: undefined, roundTripMs: undefined });
  });

  it.each([
    ['direct', { candidateType: 'host' }, { candidateType: 'host' }],
    ['nat', { candidateType: 'host' }, { candidateType: 'srflx' }],
    ['nat', { candidateType: 'prflx' }, { candidateType: 'host' }],
    ['relayed-udp', { candidateType: 'relay', relayProtocol: 'udp' }, { candidateType: 'relay' }],
    ['relayed-tcp', { candidateType: 'relay', relayProtocol: 'tcp' }, { candidateType: 'host' }],
    ['relayed-tls', { candidateType: 'relay', relayProtocol: 'tls' }, { candidateType: 'srflx' }],
    ['relayed', { candidateType: 'host' }, { candidateType: 'relay' }],
  ])('tells of a %s path', (path, local, remote) => {
    expect(report(local, remote).path).toBe(path);
  });
});
