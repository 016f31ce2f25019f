/** What of a request tells whether its page may open a WebSocket here. */
export interface OriginClaim {
  /** The Origin header (RFC 6454); a program that is no browser sends none. */
  readonly origin: string | undefined;
  /** Host and port that the client asked for. */
  readonly host: string;
  /** Whether the client is known to have asked by TLS, of this node or of a proxy that it trusts. */
  readonly secure: boolean;
}

/**
 * Whether a page may open a WebSocket. `allowed` are exact origins, `*` for any; without a list, pages of the same
 * host and port, over TLS where the request came by TLS: whoever sits on the path can make a page of `http://`. Browsers
 * cannot forge an Origin; programs can, and get in without one: it keeps out foreign pages only.
 */
export function isOriginAllowed(claim: OriginClaim, allowed: readonly string[] | undefined): boolean {
  const { origin, host, secure } = claim;
  if (origin === undefined) return true;
  if (allowed) return allowed.includes('*') || allowed.includes(origin);
  const page = URL.parse(origin);
  // What a browser sends is an origin and nothing else; a sandboxed page has none (`null`).
  if (page?.origin !== origin || page.host !== host.toLowerCase()) return false;
  return page.protocol === 'https:' || (page.protocol === 'http:' && !secure);
}
