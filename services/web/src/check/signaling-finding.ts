import type { Grade } from './grade.ts';

/** How a reconnect that we forced went. */
export type Move =
  { to: 'another-node'; node: string; ms: number } | { to: 'same-node'; ms: number } | { to: 'nowhere' };

/** The connection was lost by itself while the test ran; `node` is where it came back, undefined where it did not. */
export interface Outage {
  node: string | undefined;
  ms: number;
}

export type SignalingFinding =
  | {
      result: 'reached';
      node: string;
      openMs: number;
      /** From the open connection to being in a room. */
      joinMs: number;
      roundTripMs?: number | undefined;
      move?: Move | undefined;
      outages: readonly Outage[];
    }
  | { result: 'unreachable'; code: string }
  | { result: 'refused'; code: string };

const SLOW_ROUND_TRIP_MS = 1_000;

/** A server that asks for an invitation was reached, and that is what the test is about. */
export function gradeSignaling(finding: SignalingFinding): Grade {
  if (finding.result === 'unreachable') return 'bad';
  if (finding.result === 'refused') return finding.code === 'unauthorized' ? 'weak' : 'bad';
  const { move, outages } = finding;
  if (move?.to === 'nowhere' || outages.some(({ node }) => node === undefined)) return 'bad';
  return outages.length > 0 || isSlow(finding) ? 'weak' : 'good';
}

/** Whether words take long to the node and back, or got lost; known when all has been measured. */
export function isSlow({ move, roundTripMs }: Extract<SignalingFinding, { result: 'reached' }>): boolean {
  return move !== undefined && (roundTripMs === undefined || roundTripMs > SLOW_ROUND_TRIP_MS);
}
