import { SwitchCamera } from 'lucide';
import { facingOf, otherWay } from '../media/facing.ts';
import type { LocalDevices } from '../media/local-devices.ts';
import { deviceWords } from '../words/device-words.ts';
import { Icon } from './icon.tsx';

/** On a phone: from the camera that looks at the person to the one that looks away, and back. */
export function TurnCamera({ devices, class: className }: { devices: LocalDevices; class: string }) {
  const { track } = devices.state('video').value;
  const other = otherWay(devices.choices('video'), track?.getSettings().deviceId);
  if (other === undefined) return null;
  const { toFront, toBack } = deviceWords.value;
  return (
    <button
      type="button"
      class={className}
      data-testid="turn-camera"
      onClick={() => void devices.choose('video', other.deviceId)}
    >
      <Icon node={SwitchCamera} />
      <span>{facingOf(other) === 'user' ? toFront : toBack}</span>
    </button>
  );
}
