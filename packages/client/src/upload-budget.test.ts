import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UNLIMITED, applyPlan, planUpload } from './upload-budget.ts';

function parametersWith(...encodings: RTCRtpEncodingParameters[]): RTCRtpSendParameters {
  return { encodings, transactionId: '', codecs: [], headerExtensions: [], rtcp: {} };
}
const limited = (maxBitrate: number) => ({ ...UNLIMITED, maxBitrate });

describe('an upload budget', () => {
  it('is shared over all peers, with the sound of each first', () => {
    expect(planUpload(2_400_000, 2, null).maxBitrate).toBe(1_160_000);
    expect(planUpload(2_400_000, 6, null).maxBitrate).toBe(360_000);
  });

  it('takes from the size of the picture what bits alone cannot give, then from its rate', () => {
    const plans = [8_000_000, 2_400_000, 900_000, 500_000].map((budget) => planUpload(budget, 5, null));
    expect(plans.map((plan) => plan.scaleResolutionDownBy)).toEqual([null, 2, 3, 4]);
    expect(plans.map((plan) => plan.maxFramerate)).toEqual([null, null, null, 15]);
  });

  it('stays within the budget, however many share it, down to the least that shows anything', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 500_000, max: 50_000_000 }),
        fc.integer({ min: 1, max: 7 }),
        (budget, peers) => {
          const { maxBitrate } = planUpload(budget, peers, null);
          expect(peers * ((maxBitrate ?? Infinity) + 40_000)).toBeLessThanOrEqual(
            Math.max(budget, peers * 70_000),
          );
        },
      ),
    );
  });

  it('goes with the lower of two limits, and leaves the size of the picture alone where a person set the limit', () => {
    expect(planUpload(null, 3, 125_000)).toEqual(limited(125_000));
    expect(planUpload(10_000_000, 2, 125_000)).toEqual(limited(125_000));
    expect(planUpload(300_000, 2, 2_000_000).maxBitrate).toBe(110_000);
    expect(planUpload(null, 3, null)).toEqual(UNLIMITED);
  });
});

describe('the parameters of a sender', () => {
  it('limits every encoding', () => {
    const parameters = parametersWith({}, { maxBitrate: 2_000_000 });
    expect(applyPlan(parameters, limited(500_000))).toBe(true);
    expect(parameters.encodings).toEqual([{ maxBitrate: 500_000 }, { maxBitrate: 500_000 }]);
  });

  it('takes the limits away again', () => {
    const parameters = parametersWith({ maxBitrate: 500_000, scaleResolutionDownBy: 2, maxFramerate: 8 });
    expect(applyPlan(parameters, UNLIMITED)).toBe(true);
    expect(parameters.encodings).toEqual([{}]);
  });

  it('leaves parameters alone that are as they should be', () => {
    expect(applyPlan(parametersWith({ maxBitrate: 500_000 }), limited(500_000))).toBe(false);
    expect(applyPlan(parametersWith({ scaleResolutionDownBy: 1 }), UNLIMITED)).toBe(false);
    expect(applyPlan(parametersWith(), limited(500_000))).toBe(false);
  });
});
