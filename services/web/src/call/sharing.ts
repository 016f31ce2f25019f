import type { Room } from '@parley/client/room';
import { signal } from '@preact/signals';
import type { CallPart } from './call-part.ts';

/** Our own screen, or a window of it, beside the camera. */
export class Sharing implements CallPart {
  readonly track = signal<MediaStreamTrack | undefined>(undefined);
  /** The system, not the person, said no; in the browser's word. */
  readonly problem = signal<string | undefined>(undefined);
  #room: Room | undefined;

  /** Phones, for one, can't. */
  static isPossible(): boolean {
    return 'getDisplayMedia' in (navigator.mediaDevices ?? {});
  }

  attach(room: Room): () => void {
    this.#room = room;
    return () => {
      this.stop();
      this.#room = undefined;
    };
  }

  /** Asks which screen, and shares it. Whoever closes the question shares nothing, and need not be told so. */
  async start(): Promise<void> {
    this.problem.value = undefined;
    const room = this.#room;
    const track = await this.#ask();
    if (track === undefined) return;
    // The call may have ended while the question was open.
    if (room === undefined || room !== this.#room) {
      track.stop();
      return;
    }
    // Text is what people look at on a screen: it stays sharp, and may move less.
    track.contentHint = 'detail';
    track.addEventListener('ended', () => this.#ended(track));
    const before = this.track.value;
    this.track.value = track;
    before?.stop();
    await room.setTrack('screen', track);
  }

  stop(): void {
    const track = this.track.value;
    track?.stop();
    this.#ended(track);
    this.problem.value = undefined;
  }

  #ended(track: MediaStreamTrack | undefined): void {
    if (track === undefined || this.track.value !== track) return;
    this.track.value = undefined;
    void this.#room?.setTrack('screen', null);
  }

  async #ask(): Promise<MediaStreamTrack | undefined> {
    try {
      const video = { frameRate: { ideal: 15 } };
      const stream = await navigator.mediaDevices.getDisplayMedia({ video, audio: false });
      return stream.getVideoTracks()[0];
    } catch (error) {
      const { name, message } = error instanceof Error ? error : { name: String(error), message: '' };
      const turnedDown = name === 'NotAllowedError' && !/system/i.test(message);
      if (!turnedDown) this.problem.value = name;
      return undefined;
    }
  }
}
