import type { CallPage } from './call-page.ts';

declare global {
  interface Window {
    /** What the page's microphone hears. */
    microphone: { context: AudioContext; input: MediaStreamAudioDestinationNode };
  }
}

/** Gives a page a microphone that hears nothing but what the test connects to it. To be called before it opens. */
export async function useOwnMicrophone(page: CallPage): Promise<void> {
  await page.page.addInitScript(() => {
    // There are no devices on the blank page before.
    if (!isSecureContext) return;
    const capture = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
    navigator.mediaDevices.getUserMedia = async (constraints) => {
      const { audio, ...rest } = constraints ?? {};
      const stream = rest.video === undefined ? new MediaStream() : await capture(rest);
      if (audio === undefined || audio === false) return stream;
      const context = new AudioContext();
      const input = context.createMediaStreamDestination();
      window.microphone = { context, input };
      for (const track of input.stream.getAudioTracks()) stream.addTrack(track);
      return stream;
    };
  });
}
