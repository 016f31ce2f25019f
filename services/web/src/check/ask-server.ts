import type { IceServer } from '@parley/client/messages';
import type { CandidateRow } from './candidate-row.ts';
import { gather } from './gather.ts';
import { withoutTls } from './ice-url.ts';
import type { IceUrl } from './ice-url.ts';
import { isAnswer, readOutcome } from './server-outcome.ts';
import type { ServerOutcome } from './server-outcome.ts';

export interface ServerQuestion {
  /** With one address only, `url`. */
  server: IceServer;
  url: IceUrl;
  heard: (row: CandidateRow) => void;
  signal: AbortSignal;
}

/** Asks one server by one way. */
export async function askServer({ server, url, heard, signal }: ServerQuestion): Promise<ServerOutcome> {
  const wanted = url.way === 'stun' ? 'srflx' : 'relay';
  const outcome = readOutcome(url.way, await gather({ server, wanted, heard, signal }));
  if (url.way !== 'turn-tls' || outcome.result !== 'fail' || outcome.failure !== 'unreachable')
    return outcome;
  // A browser says the same of a closed port and of a certificate that it does not trust. Whoever answers there without
  // TLS has an open port.
  const plain = { ...server, urls: withoutTls(url) };
  const gathered = await gather({ server: plain, wanted: 'relay', heard: () => {}, signal });
  return isAnswer(gathered) ? { ...outcome, failure: 'certificate' } : outcome;
}
