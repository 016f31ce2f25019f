import type { CallMenuProps } from './call-menu-props.ts';
import { DeviceChoice } from './device-choice.tsx';
import { SpeakerChoice } from './speaker-choice.tsx';
import { TurnCamera } from './turn-camera.tsx';

export function DevicesMenu({ call }: Pick<CallMenuProps, 'call'>) {
  return (
    <div class="menu-fields">
      <DeviceChoice devices={call.devices} kind="audio" />
      <DeviceChoice devices={call.devices} kind="video" />
      <TurnCamera devices={call.devices} class="menu-item" />
      <SpeakerChoice />
    </div>
  );
}
