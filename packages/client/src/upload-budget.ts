/** How a picture is sent to one peer; null leaves it to the browser. */
export interface SendPlan {
  /** False where no picture is sent at all, so that the line carries the sound alone. */
  active: boolean;
  /** In bits a second. */
  maxBitrate: number | null;
  scaleResolutionDownBy: number | null;
  maxFramerate: number | null;
}

/** How the camera and a shared screen are sent to one peer. */
export interface PeerPlan {
  video: SendPlan;
  screen: SendPlan;
}

const UNLIMITED_PICTURE: SendPlan = {
  active: true,
  maxBitrate: null,
  scaleResolutionDownBy: null,
  maxFramerate: null,
};
const NO_PICTURE: SendPlan = { ...UNLIMITED_PICTURE, active: false };

export const UNLIMITED: PeerPlan = { video: UNLIMITED_PICTURE, screen: UNLIMITED_PICTURE };

/** What sound takes, which is never cut. */
export const AUDIO_BPS = 40_000;
/** With less there is nothing to be seen. */
export const LEAST_VIDEO_BPS = 30_000;
/** Whoever shares a screen wants it read; their face may be smaller meanwhile. */
const SCREEN_BESIDE_CAMERA = 2 / 3;
/** A screen keeps its size, since text has to stay legible, and moves less instead. */
const SLOW_SCREEN = { below: 250_000, fps: 5 };

// A picture with too few bits for its size is worse than a smaller one, and below that than one that moves less.
const STEPS: readonly { from: number; scale: number | null; fps: number | null }[] = [
  { from: 1_000_000, scale: null, fps: null },
  { from: 500_000, scale: 1.5, fps: null },
  { from: 250_000, scale: 2, fps: null },
  { from: 120_000, scale: 3, fps: null },
  { from: 60_000, scale: 4, fps: 15 },
  { from: 0, scale: 4, fps: 8 },
];

/** Which pictures there are to send. */
export interface Showing {
  camera: boolean;
  screen: boolean;
}

/**
 * Shares what we may send in all, in bits a second, over all peers: each gets its sound, then an even part of the rest
 * as a picture. `limits` has what the pictures may take towards each peer; who may take less leaves more to the others,
 * 0 is sound alone. Null is no limit. Where nothing can be seen with what is left, no picture is sent.
 */
export function planUpload(
  budget: number | null,
  limits: readonly (number | null)[],
  { camera, screen }: Showing,
): PeerPlan[] {
  const parts = budget === null ? limits.map(() => null) : evenParts(budget, limits);
  const screenPart = !screen ? 0 : camera ? SCREEN_BESIDE_CAMERA : 1;
  return limits.map((limit, index) => planFor(limit, parts[index] ?? null, screenPart));
}

/** What is left for each once those who may take less have taken it. */
function evenParts(budget: number, limits: readonly (number | null)[]): number[] {
  let rest = Math.max(0, budget - AUDIO_BPS * limits.length);
  let waiting = limits.length;
  const parts: number[] = [];
  const most = limits.map((limit, index) => ({ index, most: limit ?? Number.POSITIVE_INFINITY }));
  for (const { index, most: own } of most.toSorted((one, other) => one.most - other.most)) {
    const part = Math.floor(rest / waiting);
    parts[index] = part;
    rest -= Math.min(part, own);
    waiting -= 1;
  }
  return parts;
}

function planFor(limit: number | null, part: number | null, screenPart: number): PeerPlan {
  const limits = [limit, part].filter((each) => each !== null);
  if (limits.length === 0) return UNLIMITED;
  const pictures = Math.min(...limits);
  const screen = Math.floor(pictures * screenPart);
  const video = pictures - screen;
  // A limit that a person set is about bits; how big the picture is then, the browser knows as well.
  const byBudget = part !== null && pictures === part;
  return {
    video: video < LEAST_VIDEO_BPS ? NO_PICTURE : { ...UNLIMITED_PICTURE, ...sized(video, byBudget) },
    screen: screen < LEAST_VIDEO_BPS ? NO_PICTURE : { ...UNLIMITED_PICTURE, ...paced(screen) },
  };
}

function sized(maxBitrate: number, byBudget: boolean): Partial<SendPlan> {
  const step = byBudget ? STEPS.find(({ from }) => maxBitrate >= from) : undefined;
  return { maxBitrate, scaleResolutionDownBy: step?.scale ?? null, maxFramerate: step?.fps ?? null };
}

function paced(maxBitrate: number): Partial<SendPlan> {
  return { maxBitrate, maxFramerate: maxBitrate < SLOW_SCREEN.below ? SLOW_SCREEN.fps : null };
}

/** Changes the parameters of a sender in place; false when there was nothing to change. */
export function applyPlan(parameters: RTCRtpSendParameters, plan: SendPlan): boolean {
  let changed = false;
  for (const encoding of parameters.encodings) {
    if ((encoding.active ?? true) !== plan.active) {
      encoding.active = plan.active;
      changed = true;
    }
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

type Measure = 'maxBitrate' | 'scaleResolutionDownBy' | 'maxFramerate';

// Browsers fill in a scale of 1 where there is none.
function isAsPlanned(encoding: RTCRtpEncodingParameters, field: Measure, plan: SendPlan): boolean {
  const none = field === 'scaleResolutionDownBy' ? 1 : null;
  return (encoding[field] ?? none) === (plan[field] ?? none);
}
