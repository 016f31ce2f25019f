import type { PeerView } from '@parley/client/peer-view';
import { signal } from '@preact/signals';
import { isLineNarrow } from './narrow-line.ts';
import type { Newcomer } from '../media/newcomers.ts';
import type { VoiceFinding } from './voice-watch.ts';

/** What a person would like to know while they talk, each with what is needed to say it. */
export type Warning =
  | { what: VoiceFinding | 'upload' | 'sharing' | 'fellBack' }
  | { what: 'oneMore' | 'full'; capacity: number }
  | { what: 'newDevice'; device: Newcomer };

export interface CallFacts {
  voice: VoiceFinding | undefined;
  offered: Newcomer | undefined;
  sharingProblem: string | undefined;
  fellBack: boolean;
  peers: readonly Pick<PeerView, 'quality'>[];
  capacity: number;
}

/** All there is to say, the most urgent first. */
export function warningsOf(facts: CallFacts): Warning[] {
  const { voice, offered, sharingProblem, fellBack, peers, capacity } = facts;
  const warnings: Warning[] = [];
  if (voice !== undefined) warnings.push({ what: voice });
  if (sharingProblem !== undefined) warnings.push({ what: 'sharing' });
  if (offered !== undefined) warnings.push({ what: 'newDevice', device: offered });
  if (fellBack) warnings.push({ what: 'fellBack' });
  else if (isLineNarrow(peers)) warnings.push({ what: 'upload' });
  const free = capacity - peers.length - 1;
  // A room for two is full in every call.
  if (capacity > 2 && free <= 0) warnings.push({ what: 'full', capacity });
  if (capacity > 2 && free === 1) warnings.push({ what: 'oneMore', capacity });
  return warnings;
}

/** What tells one warning from another, so that one that was put away stays away until there is another. */
export function keyOf(warning: Warning): string {
  return warning.what === 'newDevice' ? `newDevice ${warning.device.deviceId}` : warning.what;
}

/** Which warnings the person has read. */
export class Dismissals {
  readonly #keys = signal<ReadonlySet<string>>(new Set());

  dismiss(warning: Warning): void {
    this.#keys.value = new Set([...this.#keys.value, keyOf(warning)]);
  }

  /** The first that is worth showing. */
  first(warnings: readonly Warning[]): Warning | undefined {
    return warnings.find((warning) => !this.#keys.value.has(keyOf(warning)));
  }

  /** Whoever begins to talk while muted once more is told once more. */
  settle(warnings: readonly Warning[]): void {
    const talks = warnings.some(({ what }) => what === 'mutedTalk');
    if (!talks && this.#keys.value.has('mutedTalk'))
      this.#keys.value = new Set([...this.#keys.value].filter((key) => key !== 'mutedTalk'));
  }

  clear(): void {
    this.#keys.value = new Set();
  }
}
