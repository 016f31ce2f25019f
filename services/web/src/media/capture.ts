import type { MediaKind } from '@parley/client/local-media';
import { classify, obstacle } from './media-problem.ts';
import type { MediaProblem } from './media-problem.ts';

export type Captured = { track: MediaStreamTrack } | { problem: MediaProblem };

/** A device chosen before comes back as a wish; it may have been unplugged since. */
export type DeviceWish = Record<MediaKind, string>;

const PERMISSIONS = { audio: 'microphone', video: 'camera' } as const;

/** Asks for both in one question, and for one alone where the other is what stands in the way. */
export async function captureBoth(wish: DeviceWish): Promise<Record<MediaKind, Captured>> {
  const blocked = obstacle(isSecureContext, 'mediaDevices' in navigator);
  if (blocked !== undefined) return { audio: { problem: blocked }, video: { problem: blocked } };
  try {
    const stream = await navigator.mediaDevices.getUserMedia({
      audio: constraints('audio', wish.audio),
      video: constraints('video', wish.video),
    });
    return { audio: trackOf(stream, 'audio'), video: trackOf(stream, 'video') };
  } catch (error) {
    return apart(wish, error);
  }
}

export async function captureOne(kind: MediaKind, deviceId: string): Promise<Captured> {
  return capture(kind, constraints(kind, deviceId));
}

/**
 * This device and no other. While one is open, Chromium takes a mere wish for another as fulfilled by the one it has.
 */
export async function captureThis(kind: MediaKind, deviceId: string): Promise<Captured> {
  return capture(kind, { ...constraints(kind, ''), deviceId: { exact: deviceId } });
}

async function capture(kind: MediaKind, wanted: MediaTrackConstraints): Promise<Captured> {
  const blocked = obstacle(isSecureContext, 'mediaDevices' in navigator);
  if (blocked !== undefined) return { problem: blocked };
  try {
    const stream = await navigator.mediaDevices.getUserMedia({ [kind]: wanted });
    return trackOf(stream, kind);
  } catch (error) {
    return { problem: classify(error, await permissionState(kind)) };
  }
}

async function apart(wish: DeviceWish, error: unknown): Promise<Record<MediaKind, Captured>> {
  const [audio, video] = await Promise.all([permissionState('audio'), permissionState('video')]);
  const refused = error instanceof Error && error.name === 'NotAllowedError';
  const one = async (
    kind: MediaKind,
    own: PermissionState | undefined,
    other: PermissionState | undefined,
  ): Promise<Captured> => {
    // Who said no once is not asked again; but a question that the other device alone ruined was never put.
    const worthAsking = !refused || own === 'granted' || (own === 'prompt' && other === 'denied');
    return worthAsking ? captureOne(kind, wish[kind]) : { problem: classify(error, own) };
  };
  // One after the other: some browsers refuse a second question while the first is open.
  const first = await one('audio', audio, video);
  return { audio: first, video: await one('video', video, audio) };
}

function constraints(kind: MediaKind, deviceId: string): MediaTrackConstraints {
  const device = deviceId === '' ? {} : { deviceId: { ideal: deviceId } };
  if (kind === 'audio')
    return { ...device, echoCancellation: true, noiseSuppression: true, autoGainControl: true };
  return { ...device, width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 30 } };
}

function trackOf(stream: MediaStream, kind: MediaKind): Captured {
  const track = kind === 'audio' ? stream.getAudioTracks()[0] : stream.getVideoTracks()[0];
  return track === undefined ? { problem: { cause: 'no-device', detail: 'no track' } } : { track };
}

/** What the browser would answer to such a question; undefined where it does not say. */
export async function permissionState(kind: MediaKind): Promise<PermissionState | undefined> {
  try {
    return (await navigator.permissions.query({ name: PERMISSIONS[kind] })).state;
  } catch {
    // Not every browser lets a page ask about these two.
    return undefined;
  }
}
