import type { IceServer } from '@parley/client/messages';
import { candidateRow } from './candidate-row.ts';
import type { CandidateRow } from './candidate-row.ts';
import type { Gathered, GatheringError } from './server-outcome.ts';

export interface Question {
  /** The one server to ask; without it, what the machine has of its own. */
  server: IceServer | undefined;
  /** What is looked for. */
  wanted: 'host' | 'srflx' | 'relay';
  /** Each candidate as it comes, also those that come a little after what was looked for. */
  heard: (row: CandidateRow) => void;
  signal: AbortSignal;
}

/** Some five ways there and back, however far it is. Browsers themselves give a silent server up after 40 s or more. */
const PATIENCE_MS = 8_000;
/** For the addresses of other interfaces, which belong into the table. */
const LINGER_MS = 1_500;

/** Has the browser ask one server for candidates, through a connection that nothing else goes over. */
export function gather({ server, wanted, heard, signal }: Question): Promise<Gathered> {
  const rows: CandidateRow[] = [];
  const errors: GatheringError[] = [];
  const startedAt = performance.now();
  const tookMs = () => performance.now() - startedAt;
  const connection = open(server, wanted);
  if (connection === undefined) return Promise.resolve({ rows, errors, end: 'not-taken', tookMs: 0 });

  return new Promise((resolve) => {
    let timer = setTimeout(() => finish('too-late'), PATIENCE_MS);
    const close = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', close);
      connection.close();
      resolve({ rows, errors, end: 'too-late', tookMs: tookMs() });
    };
    const finish = (end: Gathered['end']) => {
      resolve({ rows: [...rows], errors: [...errors], end, tookMs: tookMs() });
      if (end !== 'found') return close();
      clearTimeout(timer);
      timer = setTimeout(close, LINGER_MS);
    };
    signal.addEventListener('abort', close);
    connection.addEventListener('icecandidate', ({ candidate }) => {
      if (candidate === null || candidate.candidate === '') return;
      const row = candidateRow(candidate, tookMs());
      rows.push(row);
      heard(row);
      if (row.type === wanted && wanted !== 'host') finish('found');
    });
    connection.addEventListener('icecandidateerror', ({ errorCode, errorText }) => {
      errors.push({ code: errorCode, text: errorText, atMs: tookMs() });
    });
    connection.addEventListener('icegatheringstatechange', () => {
      if (connection.iceGatheringState === 'complete') finish('complete');
    });
    connection.createDataChannel('check');
    connection.setLocalDescription().catch(() => finish('not-taken'));
    if (signal.aborted) close();
  });
}

function open(server: IceServer | undefined, wanted: Question['wanted']): RTCPeerConnection | undefined {
  try {
    return new RTCPeerConnection({
      iceServers: server === undefined ? [] : [server],
      iceTransportPolicy: wanted === 'relay' ? 'relay' : 'all',
    });
  } catch {
    // An address or a credential that this browser has no use for.
    return undefined;
  }
}
