import type { Reading } from '@parley/client/reading';
import { describe, expect, it } from 'vitest';
import { PLOTS, plotData } from './plot-data.ts';

const reading = (at: number, more: Partial<Reading> = {}): Reading => ({
  at,
  sentBps: 600_000,
  receivedBps: 300_000,
  roundTripMs: 40,
  jitterMs: 5,
  lossSent: 0.01,
  lossReceived: 0.02,
  availableBps: undefined,
  sent: { width: 1280, height: 720, framesPerSecond: 30, codec: 'VP8' },
  received: undefined,
  limitedBy: undefined,
  path: 'direct',
  ...more,
});

describe('what is plotted', () => {
  it('is in the units that people read, by seconds before now', () => {
    const readings = [reading(10_000), reading(12_000, { limitedBy: 'bandwidth' })];
    expect(plotData('bitrate', readings)).toEqual([
      [-2, 0],
      [600, 600],
      [300, 300],
    ]);
    expect(plotData('loss', readings).slice(1)).toEqual([
      [1, 1],
      [2, 2],
    ]);
    expect(plotData('limit', readings).slice(1)).toEqual([[0, 2]]);
  });

  it('has a gap where nothing is known, and where nobody looked', () => {
    const data = plotData('frames', [reading(10_000), reading(20_000)]);
    expect(data).toEqual([
      [-10, -9.999, 0],
      [30, null, 30],
      [null, null, null],
    ]);
  });

  it('goes back five minutes, and is empty at first', () => {
    const readings = Array.from({ length: 200 }, (_none, index) => reading(index * 2_000));
    expect(plotData('delay', readings)[0][0]).toBe(-300);
    for (const name of PLOTS) expect(plotData(name, [])[0]).toEqual([]);
  });
});
