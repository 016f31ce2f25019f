/** What of a request tells whether its page may open a WebSocket here. */
export interface OriginClaim {
  /** The Origin header (RFC 6454); a program that is no browser sends none. */
  readonly origin: string | undefined;
  /** Host and port that the client asked for. */
  readonly host: string;
}

/**
 * Whether a page may open a WebSocket. `allowed` are exact origins, `*` for any; without a list, pages of the same
 * host. Browsers cannot forge an Origin; programs can, and get in without one: it keeps out foreign pages only.
 */
export function isOriginAllowed(claim: OriginClaim, allowed: readonly string[] | undefined): boolean {
  const { origin, host } = claim;
  if (origin === undefined) return true;
  if (allowed) return allowed.includes('*') || allowed.includes(origin);
  return URL.parse(origin)?.host === host.toLowerCase();
}
