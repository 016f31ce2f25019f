import { MEDIA_KINDS } from '@parley/client/local-media';
import type { MediaKind } from '@parley/client/local-media';
import { signal } from '@preact/signals';
import type { ReadonlySignal, Signal } from '@preact/signals';
import { recall, remember } from '../preferences.ts';
import type { Preference } from '../preferences.ts';
import { captureBoth, captureOne, captureThis } from './capture.ts';
import type { Captured } from './capture.ts';
import type { MediaProblem } from './media-problem.ts';
import { newcomers } from './newcomers.ts';
import type { Newcomer } from './newcomers.ts';

/** One of our two devices. It sends when it is wanted and there is a track. */
export interface DeviceState {
  wanted: boolean;
  track: MediaStreamTrack | null;
  problem: MediaProblem | undefined;
  asking: boolean;
}

const PREFERENCES: Record<MediaKind, Preference> = { audio: 'microphone', video: 'camera' };

/** Our camera and microphone, before and in a call. */
export class LocalDevices {
  readonly #states: Record<MediaKind, Signal<DeviceState>> = { audio: idle(), video: idle() };
  readonly #choices = signal<MediaDeviceInfo[]>([]);
  readonly #offered = signal<Newcomer | undefined>(undefined);
  readonly #relist = () => void this.#plugged();
  #inUse = false;

  state(kind: MediaKind): ReadonlySignal<DeviceState> {
    return this.#states[kind];
  }

  /** What was plugged in just now, until it is taken or turned down. */
  get offered(): ReadonlySignal<Newcomer | undefined> {
    return this.#offered;
  }

  turnDown(): void {
    this.#offered.value = undefined;
  }

  choices(kind: MediaKind): MediaDeviceInfo[] {
    // Without permission the browser lists devices without ids, which cannot be chosen.
    return this.#choices.value.filter((device) => device.kind === `${kind}input` && device.deviceId !== '');
  }

  /** Asks for both, as far as they are wanted. */
  async start(): Promise<void> {
    this.#inUse = true;
    if (MEDIA_KINDS.every((kind) => this.#states[kind].value.wanted)) {
      for (const kind of MEDIA_KINDS) this.#set(kind, { asking: true });
      const wish = { audio: recall('microphone'), video: recall('camera') };
      const captured = await captureBoth(wish);
      for (const kind of MEDIA_KINDS) this.#take(kind, captured[kind]);
    } else {
      for (const kind of MEDIA_KINDS) if (this.#states[kind].value.wanted) await this.#capture(kind);
    }
    await this.#list();
    navigator.mediaDevices?.addEventListener('devicechange', this.#relist);
  }

  /** Lets go of both devices; `start` takes them again. */
  stop(): void {
    this.#inUse = false;
    navigator.mediaDevices?.removeEventListener('devicechange', this.#relist);
    this.turnDown();
    for (const kind of MEDIA_KINDS) this.#release(kind);
  }

  async turn(kind: MediaKind, wanted: boolean): Promise<void> {
    this.#set(kind, { wanted });
    const { track } = this.#states[kind].value;
    if (wanted && track === null) await this.#capture(kind);
    else if (kind === 'audio' && track !== null) this.#mute(track, !wanted);
    // A camera that is off must be seen to be off: its light goes out only when the track is stopped.
    else if (!wanted) this.#release(kind);
  }

  async choose(kind: MediaKind, deviceId: string): Promise<void> {
    remember(PREFERENCES[kind], deviceId);
    if (this.#offered.value?.deviceId === deviceId) this.turnDown();
    if (!this.#states[kind].value.wanted) {
      // A muted microphone is let go too, so that unmuting takes the one that was chosen.
      this.#release(kind);
      return;
    }
    // The old device goes on until the new one is there, so that nobody misses a word.
    const captured = await captureThis(kind, deviceId);
    if ('track' in captured) return this.#take(kind, captured);
    // Phones, among others, give one camera at a time.
    this.#release(kind);
    await this.#capture(kind);
  }

  /** The person has seen what is in the way, and goes on without. */
  forgetProblems(kinds: readonly MediaKind[]): void {
    for (const kind of kinds) this.#set(kind, { problem: undefined });
  }

  // A muted microphone is kept, so that the first word after unmuting is not lost.
  #mute(track: MediaStreamTrack, muted: boolean): void {
    track.enabled = !muted;
    this.#set('audio', {});
  }

  async #capture(kind: MediaKind): Promise<void> {
    this.#set(kind, { asking: true, problem: undefined });
    this.#take(kind, await captureOne(kind, recall(PREFERENCES[kind])));
    await this.#list();
  }

  #take(kind: MediaKind, captured: Captured): void {
    if ('problem' in captured) {
      this.#set(kind, { asking: false, problem: captured.problem, track: null });
      return;
    }
    const { track } = captured;
    // The person may have gone while the browser was still asking; no light must stay on behind them.
    if (!this.#inUse) {
      track.stop();
      return;
    }
    track.addEventListener('ended', () => this.#lost(kind, track));
    const before = this.#states[kind].value.track;
    this.#set(kind, { asking: false, problem: undefined, track });
    before?.stop();
    // It may have been turned off while the browser was still asking.
    if (!this.#states[kind].value.wanted) void this.turn(kind, false);
  }

  #lost(kind: MediaKind, track: MediaStreamTrack): void {
    if (this.#states[kind].value.track !== track) return;
    this.#set(kind, { track: null, problem: { cause: 'unplugged', detail: 'track ended' } });
    void this.#replace(kind);
  }

  // Whoever pulls out their headset goes on talking into what else there is.
  async #replace(kind: MediaKind): Promise<void> {
    await this.#list();
    if (this.choices(kind).length === 0 || !this.#states[kind].value.wanted) return;
    const captured = await captureOne(kind, '');
    if ('track' in captured) this.#take(kind, captured);
  }

  async #plugged(): Promise<void> {
    const before = this.#choices.value;
    await this.#list();
    const now = this.#choices.value;
    const gone = !now.some(({ deviceId }) => deviceId === this.#offered.value?.deviceId);
    this.#offered.value = newcomers(before, now)[0] ?? (gone ? undefined : this.#offered.value);
  }

  #release(kind: MediaKind): void {
    this.#states[kind].value.track?.stop();
    this.#set(kind, { track: null, problem: undefined });
  }

  async #list(): Promise<void> {
    this.#choices.value = (await navigator.mediaDevices?.enumerateDevices()) ?? [];
  }

  #set(kind: MediaKind, change: Partial<DeviceState>): void {
    const state = this.#states[kind];
    state.value = { ...state.value, ...change };
  }
}

function idle(): Signal<DeviceState> {
  return signal<DeviceState>({ wanted: true, track: null, problem: undefined, asking: false });
}
