/** How a picture is sent to one peer; null leaves it to the browser. */
export interface SendPlan {
  /** In bits a second. */
  maxBitrate: number | null;
  scaleResolutionDownBy: number | null;
  maxFramerate: number | null;
}

export const UNLIMITED: SendPlan = { maxBitrate: null, scaleResolutionDownBy: null, maxFramerate: null };

/** What sound takes, which is never cut. */
const AUDIO_BPS = 40_000;
const LEAST_VIDEO_BPS = 30_000;

// A picture with too few bits for its size is worse than a smaller one, and below that than one that moves less.
const STEPS: readonly { from: number; scale: number | null; fps: number | null }[] = [
  { from: 1_000_000, scale: null, fps: null },
  { from: 500_000, scale: 1.5, fps: null },
  { from: 250_000, scale: 2, fps: null },
  { from: 120_000, scale: 3, fps: null },
  { from: 60_000, scale: 4, fps: 15 },
  { from: 0, scale: 4, fps: 8 },
];

/**
 * Shares what we may send in all, in bits a second, over all peers alike: each gets its sound, then its part of the
 * rest as a picture. `perPeer` is a limit of its own on each picture. Null is no limit.
 */
export function planUpload(budget: number | null, peers: number, perPeer: number | null): SendPlan {
  const part = budget === null ? null : Math.floor(budget / Math.max(1, peers)) - AUDIO_BPS;
  const limits = [part, perPeer].filter((limit) => limit !== null);
  if (limits.length === 0) return UNLIMITED;
  const maxBitrate = Math.max(LEAST_VIDEO_BPS, Math.min(...limits));
  // A limit that a person set is about bits; how big the picture is then, the browser knows as well.
  if (part === null || maxBitrate < part) return { ...UNLIMITED, maxBitrate };
  const step = STEPS.find(({ from }) => maxBitrate >= from);
  return { maxBitrate, scaleResolutionDownBy: step?.scale ?? null, maxFramerate: step?.fps ?? null };
}

/** Changes the parameters of a sender in place; false when there was nothing to change. */
export function applyPlan(parameters: RTCRtpSendParameters, plan: SendPlan): boolean {
  let changed = false;
  for (const encoding of parameters.encodings) {
    for (const field of ['maxBitrate', 'scaleResolutionDownBy', 'maxFramerate'] as const) {
      if (isAsPlanned(encoding, field, plan)) continue;
      const value = plan[field];
      if (value === null) delete encoding[field];
      else encoding[field] = value;
      changed = true;
    }
  }
  return changed;
}

// Browsers fill in a scale of 1 where there is none.
function isAsPlanned(encoding: RTCRtpEncodingParameters, field: keyof SendPlan, plan: SendPlan): boolean {
  const none = field === 'scaleResolutionDownBy' ? 1 : null;
  return (encoding[field] ?? none) === (plan[field] ?? none);
}
