import { describe, expect, it } from 'vitest';
import { readStats } from './read-stats.ts';
import { readBetween } from './reading.ts';

/** A report two seconds after each other; all numbers as the browsers give them. */
function look(seconds: number, counts: { sent: number; received: number; lost: number; packets: number }) {
  return readStats([
    ['T', { type: 'transport', timestamp: seconds * 1000, selectedCandidatePairId: 'P' }],
    [
      'P',
      {
        type: 'candidate-pair',
        bytesSent: counts.sent,
        bytesReceived: counts.received,
        currentRoundTripTime: 0.04,
      },
    ],
    [
      'I',
      {
        type: 'inbound-rtp',
        kind: 'video',
        codecId: 'C',
        packetsReceived: counts.packets,
        packetsLost: counts.lost,
        jitter: 0.012,
        frameWidth: 640,
        frameHeight: 360,
        framesPerSecond: 24,
      },
    ],
    ['S', { type: 'outbound-rtp', kind: 'video', frameWidth: 1280, frameHeight: 720, framesPerSecond: 30 }],
    ['D', { type: 'outbound-rtp', kind: 'video', frameWidth: 1920, frameHeight: 1080, framesPerSecond: 5 }],
    ['O', { type: 'outbound-rtp', kind: 'video', frameWidth: 3840, frameHeight: 2160, framesPerSecond: 0 }],
    ['C', { type: 'codec', mimeType: 'video/VP8' }],
  ]);
}

describe('a reading', () => {
  const first = look(10, { sent: 1_000, received: 5_000, lost: 0, packets: 100 });

  it('tells what went and came between two looks', () => {
    const second = look(12, { sent: 251_000, received: 130_000, lost: 10, packets: 190 });
    expect(readBetween(first, second)).toMatchObject({
      at: 12_000,
      sentBps: 1_000_000,
      receivedBps: 500_000,
      lossReceived: 0.1,
      roundTripMs: 40,
      jitterMs: 12,
    });
  });

  it('shows the largest picture that moves, with its codec where that is known', () => {
    expect(first.received).toEqual({ width: 640, height: 360, framesPerSecond: 24, codec: 'VP8' });
    expect(first.sent).toEqual({ width: 1920, height: 1080, framesPerSecond: 5, codec: undefined });
  });

  it('is never below nothing when counters begin anew, and is none where no time has passed', () => {
    const anew = look(12, { sent: 0, received: 0, lost: 0, packets: 0 });
    expect(readBetween(first, anew)).toMatchObject({ sentBps: 0, receivedBps: 0, lossReceived: 0 });
    expect(readBetween(first, first)).toBeUndefined();
  });
});
