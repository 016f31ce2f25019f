import { TriangleAlert, X } from 'lucide';
import { useEffect } from 'preact/hooks';
import type { Call } from '../call/call.ts';
import { budgetBelow } from '../call/send-limits.ts';
import { keyOf, warningsOf } from '../call/warnings.ts';
import type { Warning } from '../call/warnings.ts';
import { bandwidthWords } from '../words/bandwidth-words.ts';
import { warningWords } from '../words/warning-words.ts';
import { Icon } from './icon.tsx';

// What is only good to know goes away by itself.
const READ_MS = 12_000;

/** The one thing that a person would want to know now, and what they can do about it. */
export function WarningNote({ call }: { call: Call }) {
  const { voice, devices, sharing, bandwidth, peers, capacity, dismissals } = call;
  const warnings = warningsOf({
    voice: voice.finding.value,
    offered: devices.offered.value,
    sharingProblem: sharing.problem.value,
    fellBack: bandwidth.fellBack.value,
    peers: peers.value.filter(({ path }) => path !== 'ended'),
    capacity: capacity.value,
  });
  const warning = dismissals.first(warnings);
  const key = warning === undefined ? '' : keyOf(warning);
  useEffect(() => dismissals.settle(warnings));
  useEffect(() => {
    if (warning?.what !== 'full' && warning?.what !== 'oneMore') return undefined;
    const timer = setTimeout(() => dismissals.dismiss(warning), READ_MS);
    return () => clearTimeout(timer);
  }, [key]);
  const action = warning && actionFor(warning, call);
  // It is there from the start, so that it is read out when it gets its words.
  return (
    <div class="warning-place" role="status">
      {warning !== undefined && (
        <div class="warning" data-testid="warning" data-what={warning.what}>
          <Icon node={TriangleAlert} />
          <p>{sentence(warning)}</p>
          {action !== undefined && (
            <button
              type="button"
              class="button button-small"
              data-testid="warning-action"
              onClick={action.act}
            >
              {action.label}
            </button>
          )}
          <button
            type="button"
            class="round is-plain"
            aria-label={warningWords.value.dismiss}
            onClick={() => {
              if (warning.what === 'newDevice') devices.turnDown();
              dismissals.dismiss(warning);
            }}
          >
            <Icon node={X} />
          </button>
        </div>
      )}
    </div>
  );
}

function sentence(warning: Warning): string {
  const words = warningWords.value;
  switch (warning.what) {
    case 'oneMore':
    case 'full':
      return words[warning.what](warning.capacity);
    case 'newDevice':
      return words.newDevice(warning.device.label);
    default:
      return words[warning.what];
  }
}

function actionFor(warning: Warning, call: Call): { label: string; act: () => void } | undefined {
  const words = warningWords.value;
  switch (warning.what) {
    case 'mutedTalk':
      return { label: words.unmute, act: () => void call.devices.turn('audio', true) };
    case 'silent':
      return { label: words.chooseDevice, act: () => void (call.panel.value = { name: 'more' }) };
    case 'newDevice': {
      const { kind, deviceId } = warning.device;
      return { label: words.useDevice, act: () => void call.devices.choose(kind, deviceId) };
    }
    case 'fellBack':
      return { label: words.sendPictures, act: () => void call.bandwidth.sendPictures() };
    case 'upload': {
      const budget = budgetBelow(call.bandwidth.sentBps.value);
      const label = words.sendLess(bandwidthWords.value.budgets[budget]);
      return { label, act: () => void call.bandwidth.setBudget(budget) };
    }
    default:
      return undefined;
  }
}
