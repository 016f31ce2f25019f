import type { Ice } from './messages.ts';
import type { IceGrant } from './turn-renewal.ts';

/** What a server grants just now: its credentials hold from this moment on. */
export function grantOf({ iceServers, iceTtlMs }: Pick<Ice, 'iceServers' | 'iceTtlMs'>): IceGrant {
  return { servers: iceServers, grantedAt: performance.now(), ttlMs: iceTtlMs };
}

/** How a connection finds its paths by what was granted. */
export function configurationOf(
  { servers }: IceGrant,
  iceTransportPolicy?: RTCIceTransportPolicy,
): RTCConfiguration {
  return { iceServers: servers, ...(iceTransportPolicy && { iceTransportPolicy }) };
}
