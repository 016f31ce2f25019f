import type { Sample } from '@parley/client/read-stats';
import { expect, it } from 'vitest';
import { isBusy, loopFigures, median } from './loop-figures.ts';

function sample(second: number, bytesReceived: number, packetsReceived: number, packetsLost = 0): Sample {
  return {
    at: 1_000_000 + second * 1000,
    packetsReceived,
    packetsLost,
    bytesSent: 0,
    bytesReceived,
    lossSent: undefined,
    roundTripMs: undefined,
    jitterMs: undefined,
    availableBps: undefined,
    limitedBy: undefined,
    sent: undefined,
    received: undefined,
    path: second > 0 ? 'relayed-tcp' : undefined,
  };
}

it('takes the rate from the second half, when the browser has felt its way up', () => {
  const samples = [sample(0, 0, 0), sample(5, 10_000, 20), sample(10, 635_000, 620)];
  const figures = loopFigures({ samples, echoesMs: [12, 30, 14], roundTripMs: undefined });
  expect(figures).toEqual({ kbps: 1000, roundTripMs: 14, loss: 0, path: 'relayed-tcp' });
});

it('counts as lost what was sent and did not come', () => {
  const samples = [sample(0, 0, 10, 1), sample(10, 1000, 100, 11)];
  expect(loopFigures({ samples, echoesMs: [], roundTripMs: 20 })).toMatchObject({
    loss: 0.1,
    roundTripMs: 20,
  });
});

it('has no figures where nothing came', () => {
  expect(loopFigures({ samples: [], echoesMs: [9], roundTripMs: 9 })).toBeUndefined();
  const silent = [sample(0, 0, 0), sample(10, 500, 0)];
  expect(loopFigures({ samples: silent, echoesMs: [9], roundTripMs: 9 })).toBeUndefined();
});

it('finds the middle one', () => {
  expect([median([]), median([3]), median([9, 1]), median([9, 1, 5])]).toEqual([undefined, 3, 1, 5]);
});

it('blames the device where that held the picture back for most of the time', () => {
  const busy = { ...sample(1, 0, 0), limitedBy: 'cpu' } as const;
  const narrow = { ...sample(2, 0, 0), limitedBy: 'bandwidth' } as const;
  expect([isBusy([busy, busy, narrow]), isBusy([busy, narrow]), isBusy([])]).toEqual([true, false, false]);
});
