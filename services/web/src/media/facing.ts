export type Facing = 'user' | 'environment';

/** A camera as the browser lists it. Some list what it can do, others only its name. */
export interface ListedCamera {
  readonly deviceId: string;
  readonly label: string;
  readonly getCapabilities?: () => MediaTrackCapabilities;
}

/** Which way a camera looks: at the person or away from them. Undefined where that can't be known, as of most desks. */
export function facingOf(camera: ListedCamera): Facing | undefined {
  const told = camera.getCapabilities?.().facingMode?.[0];
  if (told === 'user' || told === 'environment') return told;
  if (/\b(back|rear|environment)\b|后置|後置|背面/i.test(camera.label)) return 'environment';
  return /\b(front|user|selfie)\b|前置|正面/i.test(camera.label) ? 'user' : undefined;
}

/** The first camera that looks the other way. */
export function otherWay<Camera extends ListedCamera>(
  cameras: readonly Camera[],
  current: string | undefined,
): Camera | undefined {
  const now = cameras.find(({ deviceId }) => deviceId === current);
  const facing = now === undefined ? undefined : facingOf(now);
  if (facing === undefined) return undefined;
  return cameras.find((camera) => ![facing, undefined].includes(facingOf(camera)));
}

/** People know themselves from mirrors, but nothing else. */
export function isMirrored(track: MediaStreamTrack | null): boolean {
  return track?.getSettings().facingMode !== 'environment';
}
