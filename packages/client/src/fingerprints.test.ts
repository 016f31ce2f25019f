import { expect, it } from 'vitest';
import { readFingerprints } from './fingerprints.ts';

const ANN = 'sha-256 0A:1B:2C';
const BOB = 'sha-256 FF:00:11';
const MALLORY = 'sha-256 66:66:66';

function described(...fingerprints: string[]): { sdp: string } {
  const sections = fingerprints.map((each) => `m=audio 9 x 0\r\na=fingerprint:${each}\r\n`);
  return { sdp: `v=0\r\n${sections.join('')}` };
}

it('gives the same two to both sides, however often and however they are written', () => {
  const annSees = readFingerprints(described(ANN, ANN.toLowerCase()), described(BOB, BOB));
  const bobSees = readFingerprints(described(BOB), described(ANN));
  expect(annSees).toEqual({ own: 'sha-256 0a:1b:2c', theirs: 'sha-256 ff:00:11' });
  expect(bobSees).toEqual({ own: annSees?.theirs, theirs: annSees?.own });
});

it('gives none before both sides have described themselves', () => {
  expect(readFingerprints(described(ANN), null)).toBeUndefined();
  expect(readFingerprints(null, described(BOB))).toBeUndefined();
  expect(readFingerprints(described(), described(BOB))).toBeUndefined();
});

// Whoever carries the descriptions could name itself beside the right one, to both, and both would see the same set.
it('gives none where a side names two', () => {
  expect(readFingerprints(described(ANN), described(BOB, MALLORY))).toBeUndefined();
});
