/** The fingerprints of the two certificates that a path is encrypted with: both sides know the same two. */
export interface Fingerprints {
  own: string;
  theirs: string;
}

/**
 * Reads them from the descriptions that hold (RFC 8122). Undefined before there are both, and where one side names more
 * than one: the browser takes any of them, so that comparing them would prove nothing.
 */
export function readFingerprints(
  local: Pick<RTCSessionDescription, 'sdp'> | null,
  remote: Pick<RTCSessionDescription, 'sdp'> | null,
): Fingerprints | undefined {
  const own = onlyOne(local?.sdp);
  const theirs = onlyOne(remote?.sdp);
  return own === undefined || theirs === undefined ? undefined : { own, theirs };
}

function onlyOne(sdp = ''): string | undefined {
  const named = sdp.matchAll(/^a=fingerprint:(\S+) +(\S+)/gim);
  const [first, ...others] = new Set([...named].map(([, hash, value]) => `${hash} ${value}`.toLowerCase()));
  return others.length === 0 ? first : undefined;
}
