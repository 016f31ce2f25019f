import type { Page } from 'playwright-core';

export interface GatheredCandidate {
  readonly type: string | null;
  readonly port: number | null;
  /** The server that it came from. */
  readonly url: string;
}

export interface Gathering {
  readonly candidates: GatheredCandidate[];
  readonly errors: { readonly url: string; readonly code: number }[];
}

/** Has the page's browser ask one server for candidates, until it has no more questions. */
export function gather(page: Page, server: RTCIceServer): Promise<Gathering> {
  return page.evaluate(async (iceServer) => {
    const connection = new RTCPeerConnection({ iceServers: [iceServer] });
    const candidates: GatheredCandidate[] = [];
    const errors: { url: string; code: number }[] = [];
    const complete = new Promise<void>((resolve) => {
      connection.addEventListener('icegatheringstatechange', () => {
        if (connection.iceGatheringState === 'complete') resolve();
      });
    });
    connection.addEventListener('icecandidate', ({ candidate }) => {
      if (candidate === null || candidate.candidate === '') return;
      // TypeScript's DOM types do not know `url` yet: W3C WebRTC section 4.8.1.
      const url = 'url' in candidate ? String(candidate.url) : '';
      candidates.push({ type: candidate.type, port: candidate.port, url });
    });
    connection.addEventListener('icecandidateerror', ({ url, errorCode }) =>
      errors.push({ url, code: errorCode }),
    );
    connection.createDataChannel('asking');
    await connection.setLocalDescription();
    await complete;
    connection.close();
    return { candidates, errors };
  }, server);
}
