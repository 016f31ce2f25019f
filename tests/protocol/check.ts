import type { Target } from '../support/test-client.ts';

export interface ProtocolTarget extends Target {
  /** `http://` or `https://` address of the same server. */
  readonly http: string;
}

/** One trial of one rule of docs/protocol/README.md, from outside: it knows nothing but an address. */
export interface Check {
  /** The number of the rule, as `P-12`. */
  readonly rule: string;
  /** What the server does, as a sentence without its subject. */
  readonly name: string;
  /** Rejects where the server does otherwise; with NotTried where that could not be seen. */
  readonly run: (target: ProtocolTarget) => Promise<void>;
}

/** The server gave no occasion to see whether it keeps the rule. */
export class NotTried extends Error {
  override readonly name = 'NotTried';
}

export function check(rule: string, name: string, run: Check['run']): Check {
  return { rule, name, run };
}
