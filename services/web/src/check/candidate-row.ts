/** One candidate as a trickle-ice page shows it. */
export interface CandidateRow {
  /** Milliseconds after its gathering began. */
  atMs: number;
  type: string;
  foundation: string;
  protocol: string;
  address: string;
  port: number | undefined;
  priority: string;
  /** The server that it came from; empty for one of our own. */
  url: string;
  /** How a relay is reached. */
  relayProtocol: string;
}

/** What is read of an RTCIceCandidate. */
export interface CandidateLike {
  readonly type: string | null;
  readonly foundation: string | null;
  readonly protocol: string | null;
  readonly address: string | null;
  readonly port: number | null;
  readonly priority: number | null;
}

/** Reads a candidate. TypeScript's DOM types do not know `url` and `relayProtocol` (W3C WebRTC section 4.8.1) yet. */
export function candidateRow(candidate: CandidateLike, atMs: number): CandidateRow {
  return {
    atMs: Math.round(atMs),
    type: candidate.type ?? '',
    foundation: candidate.foundation ?? '',
    protocol: candidate.protocol ?? '',
    address: candidate.address ?? '',
    port: candidate.port ?? undefined,
    priority: candidate.priority === null ? '' : priorityParts(candidate.priority),
    url: textOf(candidate, 'url'),
    relayProtocol: textOf(candidate, 'relayProtocol'),
  };
}

/** Type, local and component preference of RFC 8445 section 5.1.2.1. */
export function priorityParts(priority: number): string {
  return [Math.floor(priority / 2 ** 24), Math.floor(priority / 2 ** 8) % 2 ** 16, priority % 2 ** 8].join(
    ' | ',
  );
}

function textOf(candidate: object, field: string): string {
  const value: unknown = Reflect.get(candidate, field);
  return typeof value === 'string' ? value : '';
}
