import { parsePeerData } from '@parley/shared/peer-data';
import type { PeerData as InTheProtocol } from '@parley/shared/peer-data';
import * as fc from 'fast-check';
import { expect, expectTypeOf, it } from 'vitest';
import { readPeerData } from './peer-data.ts';
import type { PeerData } from './peer-data.ts';

const some = fc.constantFrom<unknown>('x', '', 0, 1.5, null, undefined, true, [], {});
const signal = fc.record(
  {
    type: fc.constantFrom<unknown>('offer', 'answer', 'candidate', 'wave', 1),
    sdp: some,
    candidate: some,
    sdpMid: some,
    sdpMLineIndex: some,
    usernameFragment: some,
    extra: some,
  },
  { requiredKeys: ['type'] },
);

it('reads what peers say exactly as the schemas of the protocol do', () => {
  expectTypeOf<PeerData>().toEqualTypeOf<InTheProtocol>();
  fc.assert(
    fc.property(fc.oneof(signal, some), (data) => {
      expect(readPeerData(data)).toEqual(parsePeerData(data));
    }),
    { numRuns: 2_000 },
  );
});
