import { expect, it } from 'vitest';
import { applyLimit } from './media-senders.ts';

function parametersWith(...encodings: RTCRtpEncodingParameters[]): RTCRtpSendParameters {
  return { encodings, transactionId: '', codecs: [], headerExtensions: [], rtcp: {} };
}

it('limits every encoding', () => {
  const parameters = parametersWith({}, { maxBitrate: 2_000_000 });
  expect(applyLimit(parameters, 500_000)).toBe(true);
  expect(parameters.encodings).toEqual([{ maxBitrate: 500_000 }, { maxBitrate: 500_000 }]);
});

it('takes the limit away again', () => {
  const parameters = parametersWith({ maxBitrate: 500_000 });
  expect(applyLimit(parameters, null)).toBe(true);
  expect(parameters.encodings).toEqual([{}]);
});

it('leaves parameters alone that are as they should be', () => {
  expect(applyLimit(parametersWith({ maxBitrate: 500_000 }), 500_000)).toBe(false);
  expect(applyLimit(parametersWith({}), null)).toBe(false);
  expect(applyLimit(parametersWith(), 500_000)).toBe(false);
});
