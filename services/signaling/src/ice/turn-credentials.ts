import { createHmac } from 'node:crypto';
import type { IceConfig, IceServer } from '@parley/shared/ice';

export interface IceSettings {
  readonly stunUrls: readonly string[];
  readonly turnUrls: readonly string[];
  /** Shared with coturn. */
  readonly turnSecret: string | undefined;
  readonly turnTtlMs: number;
}

/**
 * A credential that coturn can check without asking anybody: the TURN REST scheme (draft-uberti-behave-turn-rest-00),
 * username `expiry:peer` with the expiry in Unix seconds, password the base64 of its HMAC-SHA1. `now` and `ttlMs` in
 * milliseconds.
 */
export function turnCredential(secret: string, peer: string, now: number, ttlMs: number) {
  const username = `${Math.floor((now + ttlMs) / 1000)}:${peer}`;
  return { username, credential: createHmac('sha1', secret).update(username).digest('base64') };
}

/** For whom TURN credentials are. */
export interface TurnUser {
  readonly peer: string;
  /** Whoever that peer is, the same in each room and each time; undefined where nobody says so. */
  readonly person?: string | undefined;
}

/**
 * ICE servers for one peer, as RTCPeerConnection takes them, with credentials of their own. `now` in milliseconds since
 * 1970.
 */
export function issueIce(settings: IceSettings, user: TurnUser, now: number): IceConfig {
  const { stunUrls, turnUrls, turnSecret, turnTtlMs } = settings;
  const iceServers: IceServer[] = [];
  if (stunUrls.length > 0) iceServers.push({ urls: [...stunUrls] });
  if (turnUrls.length > 0 && turnSecret !== undefined) {
    iceServers.push({
      urls: [...turnUrls],
      ...turnCredential(turnSecret, nameOf(user, turnSecret), now, turnTtlMs),
    });
  }
  return { iceServers, iceTtlMs: turnTtlMs };
}

// coturn counts allocations by this name, so that a person has one quota however often they join. It goes to TURN in the
// clear, where nobody without the secret may tell from it who that is.
function nameOf({ peer, person }: TurnUser, secret: string): string {
  if (person === undefined) return peer;
  return createHmac('sha256', secret).update(person).digest('base64url').slice(0, 22);
}
