import { largestPicture } from './read-pictures.ts';
import type { Entry, Picture } from './read-pictures.ts';

/** How packets go: between the hosts themselves, through a NAT, or through a TURN server that is reached by a protocol. */
export type Path = 'direct' | 'nat' | 'relayed' | 'relayed-udp' | 'relayed-tcp' | 'relayed-tls';

/** What one look at a connection shows. Counters grow; rates are in bits a second, times in milliseconds. */
export interface Sample {
  at: number;
  packetsReceived: number;
  packetsLost: number;
  bytesSent: number;
  bytesReceived: number;
  /** The part of what we send that the other side misses, 0 to 1. */
  lossSent: number | undefined;
  roundTripMs: number | undefined;
  /** How unevenly what we play comes in. */
  jitterMs: number | undefined;
  availableBps: number | undefined;
  limitedBy: 'cpu' | 'bandwidth' | undefined;
  sent: Picture | undefined;
  received: Picture | undefined;
  path: Path | undefined;
}

/** Reads a getStats report (W3C webrtc-stats), as far as each browser fills it. */
export function readStats(report: Iterable<[string, unknown]>): Sample {
  const entries = new Map<string, Entry>();
  for (const [id, entry] of report) entries.set(id, entry as Entry);
  const all = (type: string) => [...entries.values()].filter((entry) => entry['type'] === type);
  const inbound = all('inbound-rtp');
  const outbound = all('outbound-rtp');
  const remote = all('remote-inbound-rtp');
  const pair = selectedPair(entries, all);
  const roundTrip = number(pair?.['currentRoundTripTime']);
  const jitter = most(inbound, 'jitter');
  const reasons = outbound.map((entry) => entry['qualityLimitationReason']);
  return {
    at: number([...entries.values()][0]?.['timestamp']) ?? 0,
    packetsReceived: sum(inbound, 'packetsReceived'),
    packetsLost: sum(inbound, 'packetsLost'),
    bytesSent: number(pair?.['bytesSent']) ?? sum(outbound, 'bytesSent'),
    bytesReceived: number(pair?.['bytesReceived']) ?? sum(inbound, 'bytesReceived'),
    lossSent: most(remote, 'fractionLost'),
    roundTripMs: roundTrip === undefined ? undefined : roundTrip * 1000,
    jitterMs: jitter === undefined ? undefined : jitter * 1000,
    availableBps: number(pair?.['availableOutgoingBitrate']),
    limitedBy: reasons.includes('cpu') ? 'cpu' : reasons.includes('bandwidth') ? 'bandwidth' : undefined,
    sent: largestPicture(outbound, entries),
    received: largestPicture(inbound, entries),
    path: pathOf(entries, pair),
  };
}

function selectedPair(entries: Map<string, Entry>, all: (type: string) => Entry[]): Entry | undefined {
  const id = all('transport')[0]?.['selectedCandidatePairId'];
  if (typeof id === 'string') return entries.get(id);
  // Firefox has no transport entry, but marks the pair.
  return all('candidate-pair').find((pair) => pair['selected'] === true);
}

function pathOf(entries: Map<string, Entry>, pair: Entry | undefined): Path | undefined {
  const local = entries.get(String(pair?.['localCandidateId']));
  const remote = entries.get(String(pair?.['remoteCandidateId']));
  const types = [local?.['candidateType'], remote?.['candidateType']];
  if (local?.['candidateType'] === 'relay') {
    const by = local['relayProtocol'];
    return by === 'udp' || by === 'tcp' || by === 'tls' ? `relayed-${by}` : 'relayed';
  }
  if (types.includes('relay')) return 'relayed';
  if (types.includes('srflx') || types.includes('prflx')) return 'nat';
  return types[0] === 'host' ? 'direct' : undefined;
}

function number(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

function sum(entries: readonly Entry[], field: string): number {
  return entries.reduce((total, entry) => total + (number(entry[field]) ?? 0), 0);
}

function most(entries: readonly Entry[], field: string): number | undefined {
  const values = entries.map((entry) => number(entry[field])).filter((value) => value !== undefined);
  return values.length === 0 ? undefined : Math.max(...values);
}
