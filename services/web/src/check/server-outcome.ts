import type { CandidateRow } from './candidate-row.ts';
import type { Way } from './ice-url.ts';

/** What one server was asked, and all that came back. */
export interface Gathered {
  rows: CandidateRow[];
  errors: GatheringError[];
  /** What ended the asking: what was looked for, the browser, our patience, or an address that no browser takes. */
  end: 'found' | 'complete' | 'too-late' | 'not-taken';
  tookMs: number;
}

/** An icecandidateerror (W3C WebRTC section 4.8.3). */
export interface GatheringError {
  code: number;
  text: string;
  atMs: number;
}

/** Why a server is of no use, as far as somebody can do something about it. */
export type Failure =
  | 'credential'
  | 'forbidden'
  | 'quota'
  | 'no-ports'
  | 'unreachable'
  | 'no-such-host'
  /** The port is open, and the browser does not trust who answers there. */
  | 'certificate'
  | 'silent'
  | 'bad-address'
  | 'server-error';

export type ServerOutcome =
  | { result: 'pass'; ms: number }
  /** A STUN server that found no other address than our own, and had no fault. */
  | { result: 'same-address'; ms: number }
  | { result: 'fail'; failure: Failure; ms: number; code: number | undefined; detail: string };

/** Above what STUN itself can say (RFC 8489 section 14.8): the browser found nobody to say it. */
const NOBODY = 700;

/** Reads what came of asking one server. One path is enough: a machine has interfaces that lead nowhere. */
export function readOutcome(way: Way, { rows, errors, end, tookMs }: Gathered): ServerOutcome {
  const wanted = way === 'stun' ? 'srflx' : 'relay';
  const found = rows.find(({ type }) => type === wanted);
  if (found !== undefined) return { result: 'pass', ms: found.atMs };
  if (end === 'not-taken') return fail('bad-address', tookMs, undefined);
  const told = errors.find(({ code }) => code < NOBODY) ?? errors[0];
  if (told !== undefined) return fail(failureOf(told), told.atMs, told);
  if (end === 'too-late') return fail('unreachable', tookMs, undefined);
  // The browser had nothing more to ask: it was answered with what it knew, or is told not to go this way.
  return way === 'stun' ? { result: 'same-address', ms: tookMs } : fail('silent', tookMs, undefined);
}

/** Whether the server said anything at all, be it a refusal. */
export function isAnswer({ rows, errors }: Gathered): boolean {
  return rows.some(({ type }) => type === 'relay') || errors.some(({ code }) => code < NOBODY);
}

function fail(failure: Failure, ms: number, error: GatheringError | undefined): ServerOutcome {
  return { result: 'fail', failure, ms: Math.round(ms), code: error?.code, detail: error?.text ?? '' };
}

/** The codes of RFC 8489 section 14.8 and RFC 8656 section 19, and the browsers' own. */
function failureOf({ code, text }: GatheringError): Failure {
  if (code >= NOBODY) return /lookup|resolv/i.test(text) ? 'no-such-host' : 'unreachable';
  switch (code) {
    case 401:
    case 431:
    case 438:
    case 441:
      return 'credential';
    case 403:
      return 'forbidden';
    case 486:
      return 'quota';
    case 508:
      return 'no-ports';
    default:
      return 'server-error';
  }
}
