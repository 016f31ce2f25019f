// What a page's own RTCPeerConnections say, read through its probe.
import type { Page } from 'playwright-core';

/** Two candidates between which packets go. */
export interface SelectedPair {
  readonly local: { readonly type: string; readonly port: number; readonly url?: string };
  readonly remote: { readonly type: string; readonly port: number };
}

export interface VideoSending {
  readonly maxBitrate: number | null;
  /** What the encoder aims at right now, in bits a second. */
  readonly targetBitrate: number;
}

/** Decoded frames of each connection that the page ever made. */
export function framesDecoded(page: Page): Promise<number[]> {
  return page.evaluate(() =>
    Promise.all(
      window.parleyProbe.connections.map(async (connection) => {
        const stats: RTCStatsReport = await connection.getStats();
        const inbound = [...stats.values()].filter(
          ({ type, kind }) => type === 'inbound-rtp' && kind === 'video',
        );
        return inbound.reduce((sum: number, report) => sum + Number(report.framesDecoded), 0);
      }),
    ),
  );
}

/** The selected pair of each connection that is up. */
export function selectedPairs(page: Page): Promise<SelectedPair[]> {
  return page.evaluate(() => {
    const live = window.parleyProbe.connections.filter((each) => each.connectionState === 'connected');
    return Promise.all(
      live.map(async (connection) => {
        const stats: RTCStatsReport = await connection.getStats();
        const transport = [...stats.values()].find(({ type }) => type === 'transport');
        const pair = stats.get(transport.selectedCandidatePairId);
        const local = stats.get(pair.localCandidateId);
        const remote = stats.get(pair.remoteCandidateId);
        return {
          local: { type: local.candidateType, port: local.port, url: local.url },
          remote: { type: remote.candidateType, port: remote.port },
        };
      }),
    );
  });
}

/** How each connection that is up sends its picture. */
export function videoSending(page: Page): Promise<VideoSending[]> {
  return page.evaluate(() => {
    const live = window.parleyProbe.connections.filter((each) => each.connectionState === 'connected');
    const senders = live.flatMap((each) => each.getSenders().filter(({ track }) => track?.kind === 'video'));
    return Promise.all(
      senders.map(async (sender) => {
        const stats: RTCStatsReport = await sender.getStats();
        const outbound = [...stats.values()].find(({ type }) => type === 'outbound-rtp');
        const [encoding] = sender.getParameters().encodings;
        return { maxBitrate: encoding?.maxBitrate ?? null, targetBitrate: Number(outbound?.targetBitrate) };
      }),
    );
  });
}

/** How often any connection began or ended a negotiation, and how each describes itself. */
export function negotiation(page: Page): Promise<{ changes: number; descriptions: string[] }> {
  return page.evaluate(() => ({
    changes: window.parleyProbe.signalingChanges,
    descriptions: window.parleyProbe.connections.map((each) => each.localDescription?.sdp ?? ''),
  }));
}

/** The names of the microphones and cameras that anything is sent from. */
export function devicesSent(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const senders = window.parleyProbe.connections.flatMap((each) => each.getSenders());
    return senders.flatMap(({ track }) => (track?.readyState === 'live' ? [track.label] : []));
  });
}
