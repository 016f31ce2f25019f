export type MediaKind = 'audio' | 'video';

export const MEDIA_KINDS = ['audio', 'video'] as const;

/** What we send to everybody, whoever is there. */
export interface LocalMedia {
  tracks: Record<MediaKind, MediaStreamTrack | null>;
  /** The most that one peer's video may take; null leaves it to the browser. */
  maxVideoBitrate: number | null;
}

export function emptyLocalMedia(): LocalMedia {
  return { tracks: { audio: null, video: null }, maxVideoBitrate: null };
}

/** Whether the others can hear or see us: there is a track and it is not muted. */
export function isSending(media: LocalMedia, kind: MediaKind): boolean {
  const track = media.tracks[kind];
  return track !== null && track.enabled && track.readyState === 'live';
}
