import type { MediaKind } from '@parley/client/local-media';
import { ChevronDown, Mic, Video } from 'lucide';
import type { LocalDevices } from '../media/local-devices.ts';
import { deviceWords } from '../words/device-words.ts';
import { Icon } from './icon.tsx';
import { LevelMeter } from './level-meter.tsx';

/** Which camera, or which microphone. */
export function DeviceChoice({ devices, kind }: { devices: LocalDevices; kind: MediaKind }) {
  const choices = devices.choices(kind);
  const { track, problem } = devices.state(kind).value;
  // What is in the way says so itself; an empty list beside it would only take room.
  if (choices.length === 0 && problem !== undefined) return null;
  const id = `choose-${kind}`;
  return (
    <div class="field">
      <label for={id}>{deviceWords.value.choose[kind]}</label>
      <div class="select">
        <Icon node={kind === 'audio' ? Mic : Video} />
        <select
          id={id}
          data-testid={id}
          disabled={choices.length === 0}
          value={track?.getSettings().deviceId ?? ''}
          onChange={(event) => void devices.choose(kind, event.currentTarget.value)}
        >
          {choices.length === 0 && <option value="">{deviceWords.value.noChoice[kind]}</option>}
          {choices.map((choice) => (
            <option key={choice.deviceId} value={choice.deviceId}>
              {choice.label === '' ? deviceWords.value.standard[kind] : choice.label}
            </option>
          ))}
        </select>
        <Icon node={ChevronDown} size={16} />
      </div>
      {kind === 'audio' && <LevelMeter track={track} />}
    </div>
  );
}
