import { MEDIA_KINDS } from '@parley/client/local-media';
import type { MediaKind } from '@parley/client/local-media';
import { CircleAlert, X } from 'lucide';
import type { LocalDevices } from '../media/local-devices.ts';
import type { MediaProblem } from '../media/media-problem.ts';
import { surroundings } from '../media/surroundings.ts';
import { deviceWords } from '../words/device-words.ts';
import { Icon } from './icon.tsx';

interface DeviceProblemsProps {
  devices: LocalDevices;
  /** What one can do without the device. */
  instead: string;
  dismissible?: boolean;
}

/** Why there is no camera or microphone, in one sentence where both have the same reason. */
export function DeviceProblems({ devices, instead, dismissible = false }: DeviceProblemsProps) {
  const video = devices.state('video').value.problem;
  const audio = devices.state('audio').value.problem;
  if (video === undefined && audio === undefined) return null;
  const same = video !== undefined && audio !== undefined && video.cause === audio.cause;
  const shared = { devices, instead, dismissible };
  return (
    <div class="problems" role="status" data-testid="media-problem">
      {video !== undefined && <Problem problem={video} what={same ? 'both' : 'video'} {...shared} />}
      {audio !== undefined && !same && <Problem problem={audio} what="audio" {...shared} />}
    </div>
  );
}

interface ProblemProps extends Required<DeviceProblemsProps> {
  problem: MediaProblem;
  what: MediaKind | 'both';
}

function Problem({ problem, what, devices, instead, dismissible }: ProblemProps) {
  const kinds = what === 'both' ? MEDIA_KINDS : [what];
  const again = () => void (what === 'both' ? devices.start() : devices.turn(what, true));
  const hopeless = problem.cause === 'insecure' || problem.cause === 'unsupported';
  return (
    <div class="problem" data-cause={problem.cause}>
      <Icon node={CircleAlert} />
      <p>{deviceWords.value.problems[problem.cause](what, instead, surroundings)}</p>
      <div class="problem-end">
        {!hopeless && (
          <button type="button" class="button button-small" onClick={again}>
            {deviceWords.value.askAgain}
          </button>
        )}
        <span class="small">{problem.detail}</span>
      </div>
      {dismissible && (
        <button
          type="button"
          class="round is-plain"
          aria-label={deviceWords.value.dismiss}
          onClick={() => devices.forgetProblems(kinds)}
        >
          <Icon node={X} />
        </button>
      )}
    </div>
  );
}
