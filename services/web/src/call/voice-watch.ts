import type { Room } from '@parley/client/room';
import { effect, signal } from '@preact/signals';
import type { LocalDevices } from '../media/local-devices.ts';
import { meterOf } from '../media/sound-meter.ts';
import type { CallPart } from './call-part.ts';
import { LOOKS_KEPT, LOOK_EVERY_MS, echoes, hearsNothing, talksWhileMuted } from './voice-findings.ts';
import type { VoiceLook } from './voice-findings.ts';

export type VoiceFinding = 'mutedTalk' | 'silent' | 'systemMuted' | 'echo';

/** Listens to our own microphone for what the person would want to know about it. */
export class VoiceWatch implements CallPart {
  readonly finding = signal<VoiceFinding | undefined>(undefined);
  readonly #devices: LocalDevices;

  constructor(devices: LocalDevices) {
    this.#devices = devices;
  }

  attach(room: Room): () => void {
    let end = () => {};
    let listenedTo: MediaStreamTrack | null = null;
    const off = effect(() => {
      const { track } = this.#devices.state('audio').value;
      if (track === listenedTo) return;
      listenedTo = track;
      end();
      end = track === null ? () => {} : this.#listen(room, track);
    });
    return () => {
      off();
      end();
    };
  }

  #listen(room: Room, track: MediaStreamTrack): () => void {
    const meter = meterOf(track);
    if (meter === undefined) return () => {};
    const looks: VoiceLook[] = [];
    // It may have been heard before what is kept of it.
    let wasHeard = false;
    const look = () => {
      const others = Math.max(0, ...room.levels.values());
      looks.push({ ...meter.read(), at: performance.now(), muted: !track.enabled, others });
      if (looks.length > LOOKS_KEPT) looks.shift();
      wasHeard ||= (looks.at(-1)?.peak ?? 0) > 0.001;
      this.finding.value = find(looks, track, wasHeard);
    };
    const timer = setInterval(look, LOOK_EVERY_MS);
    return () => {
      clearInterval(timer);
      meter.stop();
      this.finding.value = undefined;
    };
  }
}

function find(
  looks: readonly VoiceLook[],
  track: MediaStreamTrack,
  wasHeard: boolean,
): VoiceFinding | undefined {
  if (talksWhileMuted(looks)) return 'mutedTalk';
  if (track.muted && track.enabled) return 'systemMuted';
  if (!wasHeard && hearsNothing(looks)) return 'silent';
  return echoes(looks) ? 'echo' : undefined;
}
