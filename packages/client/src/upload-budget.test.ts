import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AUDIO_BPS, UNLIMITED, applyPlan, planUpload } from './upload-budget.ts';
import type { PeerPlan } from './upload-budget.ts';

function parametersWith(...encodings: RTCRtpEncodingParameters[]): RTCRtpSendParameters {
  return { encodings, transactionId: '', codecs: [], headerExtensions: [], rtcp: {} };
}
const none = UNLIMITED.video;
const limited = (maxBitrate: number) => ({ ...none, maxBitrate });
const camera = { camera: true, screen: false };
const both = { camera: true, screen: true };

/** Towards so many peers without limits of their own. */
const shared = (budget: number, peers: number) =>
  planUpload(
    budget,
    Array.from({ length: peers }, () => null),
    camera,
  ).map(({ video }) => video);

/** What may go out by these plans. */
const total = (plans: readonly PeerPlan[]) =>
  plans.reduce((sum, { video }) => sum + AUDIO_BPS + (video.active ? (video.maxBitrate ?? Infinity) : 0), 0);

describe('an upload budget', () => {
  it('is shared over all peers, with the sound of each first', () => {
    expect(shared(2_400_000, 2).map(({ maxBitrate }) => maxBitrate)).toEqual([1_160_000, 1_160_000]);
    expect(shared(2_400_000, 6)[5]?.maxBitrate).toBe(360_000);
  });

  it('takes from the size of the picture what bits alone cannot give, then from its rate', () => {
    const plans = [8_000_000, 2_400_000, 900_000, 500_000].map((budget) => shared(budget, 5)[0]);
    expect(plans.map((plan) => plan?.scaleResolutionDownBy)).toEqual([null, 2, 3, 4]);
    expect(plans.map((plan) => plan?.maxFramerate)).toEqual([null, null, null, 15]);
  });

  it('goes to sound alone where nothing could be seen', () => {
    expect(shared(120_000, 2)[0]?.active).toBe(false);
    expect(shared(150_000, 2)[0]?.active).toBe(true);
  });

  it('gives the others what somebody may not take', () => {
    const plans = planUpload(1_200_000, [null, 0, 100_000, null], camera);
    expect(plans.map(({ video }) => [video.active, video.maxBitrate])).toEqual([
      [true, 470_000],
      [false, null],
      [true, 100_000],
      [true, 470_000],
    ]);
  });

  it('stays within the budget, however many share it and whatever each may take', () => {
    const limits = fc.array(fc.option(fc.integer({ min: 0, max: 3_000_000 })), {
      minLength: 1,
      maxLength: 7,
    });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 50_000_000 }), limits, (budget, own) => {
        const plans = planUpload(budget, own, camera);
        // Sound is never cut.
        expect(total(plans)).toBeLessThanOrEqual(Math.max(budget, AUDIO_BPS * own.length));
      }),
    );
  });

  it('goes with the lower of two limits, and leaves the size of the picture alone where a person set the limit', () => {
    const videoOf = (budget: number | null, limit: number | null) =>
      planUpload(budget, [limit, limit], camera)[0]?.video;
    expect(videoOf(null, 125_000)).toEqual(limited(125_000));
    expect(videoOf(10_000_000, 125_000)).toEqual(limited(125_000));
    expect(videoOf(300_000, 2_000_000)?.maxBitrate).toBe(110_000);
    expect(videoOf(null, null)).toEqual(none);
  });

  it('favours a shared screen, which keeps its size and moves less', () => {
    const [plan] = planUpload(940_000, [null], both);
    expect(plan?.screen).toEqual({ ...none, maxBitrate: 600_000 });
    expect(plan?.video.maxBitrate).toBe(300_000);
    expect(planUpload(null, [240_000], both)[0]?.screen).toEqual({
      ...none,
      maxBitrate: 160_000,
      maxFramerate: 5,
    });
    const alone = planUpload(null, [240_000], { camera: false, screen: true })[0];
    expect([alone?.screen.maxBitrate, alone?.video.active]).toEqual([240_000, false]);
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
    expect(applyPlan(parameters, none)).toBe(true);
    expect(parameters.encodings).toEqual([{}]);
  });

  it('stops the picture, and lets it go again', () => {
    const parameters = parametersWith({ active: true });
    expect(applyPlan(parameters, { ...none, active: false })).toBe(true);
    expect(parameters.encodings).toEqual([{ active: false }]);
    expect(applyPlan(parameters, none)).toBe(true);
    expect(parameters.encodings).toEqual([{ active: true }]);
  });

  it('leaves parameters alone that are as they should be', () => {
    expect(applyPlan(parametersWith({ maxBitrate: 500_000 }), limited(500_000))).toBe(false);
    expect(applyPlan(parametersWith({ scaleResolutionDownBy: 1, active: true }), none)).toBe(false);
    expect(applyPlan(parametersWith(), limited(500_000))).toBe(false);
  });
});
