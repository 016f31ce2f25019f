/** A camera or a microphone that was plugged in just now. */
export interface Newcomer {
  kind: 'audio' | 'video';
  deviceId: string;
  label: string;
}

type Device = Pick<MediaDeviceInfo, 'kind' | 'deviceId' | 'label'>;

// Chromium lists what the system has chosen once more under these.
const ALIASES = new Set(['', 'default', 'communications']);

/** Which devices are there now that were not before; those without a name are none that a person could know again. */
export function newcomers(before: readonly Device[], now: readonly Device[]): Newcomer[] {
  const known = new Set(before.map(({ deviceId }) => deviceId));
  return now.flatMap(({ kind, deviceId, label }): Newcomer[] => {
    if (known.has(deviceId) || ALIASES.has(deviceId) || label === '') return [];
    if (kind === 'audioinput') return [{ kind: 'audio', deviceId, label }];
    return kind === 'videoinput' ? [{ kind: 'video', deviceId, label }] : [];
  });
}
