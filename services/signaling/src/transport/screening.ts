import { SUBPROTOCOL } from '@parley/shared/version';
import type { Logger } from 'pino';
import type { AddressLimits, Arrival } from './address-limits.ts';
import { isOriginAllowed } from './origin.ts';
import type { RefusedConnection } from './serve-socket.ts';

/** What a request to open a WebSocket says of itself. */
export interface Candidate {
  readonly origin: string | undefined;
  readonly host: string;
  readonly secure: boolean;
  /** The Sec-WebSocket-Protocol header. */
  readonly offered: string | undefined;
  readonly address: string;
}

export type Screened =
  | Extract<Arrival, { ok: true }>
  | {
      readonly ok: false;
      readonly why: RefusedConnection;
      readonly status: 400 | 403 | 429 | 503;
      readonly words: string;
      readonly retryAfterMs?: number;
    };

export interface ScreeningOptions {
  readonly allowedOrigins: readonly string[] | undefined;
  readonly addresses: AddressLimits;
  /** Connections that are open now, and the most that are taken on, those included who are only told that it is full. */
  readonly open: () => number;
  readonly most: number;
  readonly log: Logger;
}

const FULL_RETRY_MS = 10_000;
/** Origins that the log has told of; more are none that an operator forgot. */
const MOST_TOLD = 20;

/** Says of each request whether it may become a WebSocket; what is wrong is answered by plain HTTP. */
export class Screening {
  readonly #options: ScreeningOptions;
  readonly #told = new Set<string>();

  constructor(options: ScreeningOptions) {
    this.#options = options;
  }

  screen(candidate: Candidate): Screened {
    const { allowedOrigins, addresses, open, most } = this.#options;
    const { origin, offered, address } = candidate;
    if (!isOriginAllowed(candidate, allowedOrigins)) {
      this.#tell(origin);
      const words = 'this origin may not connect; the operator lists origins in ALLOWED_ORIGINS';
      return { ok: false, why: 'origin', status: 403, words };
    }
    // RFC 6455 section 4.2.2: a server that knows none of the offered subprotocols could go on without one; ours does
    // not, since a client that speaks another version would only misunderstand.
    if (offered !== undefined && !offered.split(',').some((name) => name.trim() === SUBPROTOCOL)) {
      const words = `no known subprotocol was offered; use ${SUBPROTOCOL}, or none`;
      return { ok: false, why: 'subprotocol', status: 400, words };
    }
    if (open() >= most) {
      const words = 'this node has as many connections as it can serve; try again later';
      return { ok: false, why: 'full', status: 503, words, retryAfterMs: FULL_RETRY_MS };
    }
    const arrival = addresses.arrive(address);
    if (arrival.ok) return arrival;
    const words = 'too many connections from your network; try again in a moment';
    return { ok: false, why: 'address', status: 429, words, retryAfterMs: arrival.retryAfterMs };
  }

  /** Most often it is the operator's own page that is missing in the list. */
  #tell(origin: string | undefined): void {
    if (origin === undefined || URL.parse(origin)?.origin !== origin) return;
    if (this.#told.size >= MOST_TOLD || this.#told.has(origin)) return;
    this.#told.add(origin);
    this.#options.log.warn({ origin }, 'pages of this origin may not connect (ALLOWED_ORIGINS)');
  }
}
