import type { IceConfig } from '@parley/shared/ice';
import { personOf } from '../admission/gatekeeper.ts';
import type { TurnUser } from '../ice/turn-credentials.ts';
import { encode } from './server-frames.ts';
import type { Session } from './session.ts';

/** A fresh set goes out when so much of the old one's life is over. */
const RENEW_AT = 0.75;
/** How often in a credential's life it is looked at. */
const LOOKS = 20;

interface Renewal {
  readonly rooms: { sessions(): Iterable<Session> };
  issueIce(user: TurnUser): IceConfig;
}

/** For whom a session's TURN credentials are. */
export function turnUser({ id, grant }: Pick<Session, 'id' | 'grant'>): TurnUser {
  return { peer: id, person: grant && personOf(grant.bearer) };
}

type Guard = (act: () => unknown) => () => void;

/**
 * Sends clients fresh TURN credentials before the old ones run out, from one timer for all. Gives a function that
 * ends it. Without credentials there is nothing to renew. `guard` keeps a fault of a look from ending more than that look.
 */
export function renewIce(context: Renewal, guard: Guard): () => void {
  const { iceServers, iceTtlMs } = context.issueIce({ peer: 'probe' });
  if (!iceServers.some((server) => server.credential !== undefined)) return () => {};
  const timer = setInterval(
    guard(() => {
      const dueBefore = performance.now() - iceTtlMs * RENEW_AT;
      for (const session of context.rooms.sessions()) {
        if (session.iceAt > dueBefore || !session.outlet) continue;
        session.ice = context.issueIce(turnUser(session));
        session.iceAt = performance.now();
        session.outlet.send(encode({ type: 'ice', ...session.ice }));
      }
    }),
    iceTtlMs / LOOKS,
  );
  timer.unref();
  return () => clearInterval(timer);
}
