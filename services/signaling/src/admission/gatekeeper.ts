export const OF_A_PERSON = 's';
export const OF_NOBODY = 'n';

/** What a room token grants its bearer. */
export interface Grant {
  /** When the token ends, in ms since 1970. */
  readonly expiresAt: number;
  /**
   * Tells its bearer from others without naming them: a renewal must be for the same one. It begins with `s` where the
   * token says who they are, and with `n` where it does not.
   */
  readonly bearer: string;
  /** The name that the others are shown, whatever the client says. */
  readonly name: string | undefined;
  /** How many the room holds, where this join opens it. */
  readonly capacity: number | undefined;
}

/** Why a token lets nobody in. `unchecked`: the keys to check it by cannot be read right now. */
export type Denial = 'missing' | 'invalid' | 'expired' | 'other-room' | 'unchecked';

export type Verdict =
  { readonly ok: true; readonly grant: Grant } | { readonly ok: false; readonly why: Denial };

/** Says who may join, where rooms are not open to all. */
export interface Gatekeeper {
  /** How much longer than it says a token holds: clocks differ, and a renewal takes its time. */
  readonly leewayMs: number;
  /** Never rejects for what is wrong with a token or with the keys. */
  check(token: string | undefined, room: string): Promise<Verdict>;
  close(): void;
}

/** Whom a bearer's tag stands for; undefined where the room token says nothing of that. */
export function personOf(bearer: string): string | undefined {
  return bearer.startsWith(OF_A_PERSON) ? bearer : undefined;
}
