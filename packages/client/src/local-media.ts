import { UNLIMITED } from './upload-budget.ts';
import type { SendPlan } from './upload-budget.ts';

export type MediaKind = 'audio' | 'video';

export const MEDIA_KINDS = ['audio', 'video'] as const;

/** What we send to everybody, whoever is there. */
export interface LocalMedia {
  tracks: Record<MediaKind, MediaStreamTrack | null>;
  /** How the picture is sent to each peer. */
  plan: SendPlan;
}

export function emptyLocalMedia(): LocalMedia {
  return { tracks: { audio: null, video: null }, plan: UNLIMITED };
}

/** Whether the others can hear or see us: there is a track and it is not muted. */
export function isSending(media: LocalMedia, kind: MediaKind): boolean {
  const track = media.tracks[kind];
  return track !== null && track.enabled && track.readyState === 'live';
}
