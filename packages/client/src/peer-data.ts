import { isRecord } from './read-server-frame.ts';

/** RTCSessionDescriptionInit, as far as it is sent. */
export interface DescriptionData {
  type: 'offer' | 'answer';
  sdp: string;
}

/** An RTCIceCandidateInit; a null `candidate` ends gathering. */
export interface CandidateData {
  type: 'candidate';
  candidate: string | null;
  sdpMid?: string | null | undefined;
  sdpMLineIndex?: number | null | undefined;
  usernameFragment?: string | null | undefined;
}

export type PeerData = DescriptionData | CandidateData;

/** Reads what a peer sent; undefined for a type that this library does not know. */
export function readPeerData(data: unknown): PeerData | undefined {
  if (!isRecord(data)) return undefined;
  if (data['type'] === 'candidate') return readCandidate(data);
  const { type, sdp } = data;
  if ((type !== 'offer' && type !== 'answer') || typeof sdp !== 'string') return undefined;
  return { type, sdp };
}

function readCandidate(data: Record<string, unknown>): CandidateData | undefined {
  const { candidate, sdpMid, sdpMLineIndex, usernameFragment } = data;
  if (candidate !== null && typeof candidate !== 'string') return undefined;
  if (!isOrNone(sdpMid, 'string') || !isOrNone(usernameFragment, 'string')) return undefined;
  if (!isOrNone(sdpMLineIndex, 'number')) return undefined;
  return {
    type: 'candidate',
    candidate,
    sdpMid: sdpMid as string | null | undefined,
    sdpMLineIndex: sdpMLineIndex as number | null | undefined,
    usernameFragment: usernameFragment as string | null | undefined,
  };
}

function isOrNone(value: unknown, type: 'string' | 'number'): boolean {
  return value === undefined || value === null || typeof value === type;
}
