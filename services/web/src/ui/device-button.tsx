import type { MediaKind } from '@parley/client/local-media';
import { Mic, MicOff, Video, VideoOff } from 'lucide';
import { useShortcut } from '../keyboard/shortcuts.ts';
import type { LocalDevices } from '../media/local-devices.ts';
import { deviceWords } from '../words/device-words.ts';
import { Icon } from './icon.tsx';

const ICONS = { audio: { on: Mic, off: MicOff }, video: { on: Video, off: VideoOff } } as const;
const SHORTCUTS = { audio: 'mute', video: 'camera' } as const;
const TEST_IDS = { audio: 'mute', video: 'camera' } as const;

/** Turns the microphone or the camera on and off, in the lobby and in the call. */
export function DeviceButton({ devices, kind }: { devices: LocalDevices; kind: MediaKind }) {
  const { wanted, track, asking } = devices.state(kind).value;
  const on = wanted && track !== null;
  const label = labelOf(kind, on);
  const turn = () => void (asking || devices.turn(kind, !on));
  useShortcut(SHORTCUTS[kind], turn);
  return (
    <button
      type="button"
      class={on ? 'round' : 'round is-off'}
      data-testid={TEST_IDS[kind]}
      data-on={on}
      aria-label={label}
      data-tip={label}
      aria-disabled={asking}
      onClick={turn}
    >
      <Icon node={on ? ICONS[kind].on : ICONS[kind].off} />
    </button>
  );
}

function labelOf(kind: MediaKind, on: boolean): string {
  const { mute, unmute, cameraOff, cameraOn } = deviceWords.value;
  if (kind === 'audio') return on ? mute : unmute;
  return on ? cameraOff : cameraOn;
}
