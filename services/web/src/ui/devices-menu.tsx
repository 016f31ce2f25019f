import type { CallMenuProps } from './call-menu-props.ts';
import { DeviceChoice } from './device-choice.tsx';

export function DevicesMenu({ call }: Pick<CallMenuProps, 'call'>) {
  return (
    <div class="menu-fields">
      <DeviceChoice devices={call.devices} kind="audio" />
      <DeviceChoice devices={call.devices} kind="video" />
    </div>
  );
}
