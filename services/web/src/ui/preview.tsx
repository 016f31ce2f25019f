import type { LocalDevices } from '../media/local-devices.ts';
import { deviceWords } from '../words/device-words.ts';
import { lobbyWords } from '../words/lobby-words.ts';
import { DeviceButton } from './device-button.tsx';
import { DeviceProblems } from './device-problems.tsx';
import { isMirrored } from '../media/facing.ts';
import { useLocalStream } from './local-stream.ts';
import { TurnCamera } from './turn-camera.tsx';
import { Video } from './video.tsx';

/** What the others will see, mirrored as people know themselves. */
export function Preview({ devices }: { devices: LocalDevices }) {
  const video = devices.state('video').value;
  const stream = useLocalStream(video.track);
  return (
    <div class="preview">
      <div
        class={video.problem === undefined ? 'preview-frame' : 'preview-frame is-empty'}
        data-testid="preview"
      >
        <Video stream={stream} muted mirrored={isMirrored(video.track)} shown={video.track !== null} />
        {video.track === null && <p class="preview-word">{word(devices)}</p>}
        <div class="preview-controls">
          <DeviceButton devices={devices} kind="audio" />
          <DeviceButton devices={devices} kind="video" />
          <TurnCamera devices={devices} class="round" />
        </div>
      </div>
      <DeviceProblems devices={devices} instead={deviceWords.value.instead.lobby} />
    </div>
  );
}

function word(devices: LocalDevices): string {
  const asking = devices.state('video').value.asking || devices.state('audio').value.asking;
  return asking ? lobbyWords.value.asking : lobbyWords.value.cameraOff;
}
