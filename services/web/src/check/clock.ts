// What the server's clock and the credential's stamp tell.

/** One question to the server, by our clock (Unix milliseconds) and by the `Date` of its answer. */
export interface ClockReading {
  askedAt: number;
  answeredAt: number;
  /** As `Date` has it: whole seconds, rounded down. */
  serverDate: string | null;
}

const HALF_A_SECOND = 500;

/** How far our clock is ahead of the server's, in milliseconds, to half a second and half the way there. */
export function clockAheadMs({ askedAt, answeredAt, serverDate }: ClockReading): number | undefined {
  const server = serverDate === null ? Number.NaN : Date.parse(serverDate);
  if (Number.isNaN(server)) return undefined;
  return (askedAt + answeredAt) / 2 - (server + HALF_A_SECOND);
}

// The name of a short-lived credential is the Unix second in which it ends, and whom it is for
// (draft-uberti-behave-turn-rest-00).
const STAMPED = /^(\d{10})(?::|$)/;

/** How long a credential is still good by the server's own clock; undefined where its name does not say. */
export function lifeLeftMs(username: string | undefined, now: number, aheadMs: number): number | undefined {
  const stamp = STAMPED.exec(username ?? '')?.[1];
  return stamp === undefined ? undefined : Number(stamp) * 1000 - (now - aheadMs);
}
