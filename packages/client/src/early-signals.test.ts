import { expect, it } from 'vitest';
import { EarlySignals } from './early-signals.ts';

it('gives back what a peer said, in order and once', () => {
  const early = new EarlySignals();
  early.keep('a', { type: 'offer', sdp: '' });
  early.keep('a', { type: 'candidate', candidate: null });
  expect(early.take('a')).toMatchObject([{ type: 'offer' }, { type: 'candidate' }]);
  expect(early.take('a')).toEqual([]);
});

it('keeps a bounded number of signals of a bounded number of peers', () => {
  const early = new EarlySignals();
  for (let i = 0; i < 1000; i += 1) early.keep('a', { type: 'candidate', candidate: null });
  for (let i = 0; i < 1000; i += 1) early.keep(`peer ${i}`, { type: 'candidate', candidate: null });
  expect(early.take('a')).toHaveLength(64);
  expect(early.take('peer 14')).toHaveLength(1);
  expect(early.take('peer 999')).toHaveLength(0);
});
