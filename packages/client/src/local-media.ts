/** The two devices of a person. */
export type MediaKind = 'audio' | 'video';

export const MEDIA_KINDS = ['audio', 'video'] as const;

/** What can be sent to a peer: both devices, and a screen beside the camera. */
export type TrackKind = MediaKind | 'screen';

/** What we send to everybody, whoever is there. */
export interface LocalMedia {
  tracks: Record<TrackKind, MediaStreamTrack | null>;
  /** Whether we have raised a hand. */
  hand: boolean;
}

export function emptyLocalMedia(): LocalMedia {
  return { tracks: { audio: null, video: null, screen: null }, hand: false };
}

/** Whether the others can hear or see it: there is a track and it is not muted. */
export function isSending(media: LocalMedia, kind: TrackKind): boolean {
  const track = media.tracks[kind];
  return track !== null && track.enabled && track.readyState === 'live';
}
