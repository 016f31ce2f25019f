/** Gives the token that lets one into a room; asked for anew before each join, since it may be short-lived. */
export type JoinToken = () => string | undefined | Promise<string | undefined>;

// A new one is shown when so much of the last one's life is over, and tried for again in such parts of what is left.
const RENEW_AT = 0.75;
const AGAIN_AFTER = 0.25;
const LEAST_WAIT_MS = 1_000;
const LONGEST_TIMER_MS = 2 ** 31 - 1;
/** What runs out so soon is not worth showing. */
const MARGIN_MS = 5_000;

/** The room token of one membership, over all its connections. */
export class RoomToken {
  readonly #ask: JoinToken | undefined;
  #last: string | undefined;
  #endsAt: number | undefined;

  constructor(ask: JoinToken | undefined) {
    this.#ask = ask;
  }

  /** The server took the last one, which holds for so long; undefined where it asks for none. */
  taken(ttlMs: number | undefined): void {
    this.#endsAt = ttlMs === undefined ? undefined : Date.now() + ttlMs;
  }

  get leftMs(): number | undefined {
    return this.#endsAt === undefined ? undefined : Math.max(0, this.#endsAt - Date.now());
  }

  /** A fresh one. Rejects where whoever gives them does. */
  async fresh(): Promise<string | undefined> {
    return (this.#last = await this.#ask?.());
  }

  /** One to resume with: the last one while it holds, so that nobody has to be asked. Never rejects. */
  async forResume(): Promise<string | undefined> {
    if (this.leftMs === undefined) return undefined;
    if (this.leftMs > MARGIN_MS) return this.#last;
    return this.fresh().catch(() => undefined);
  }

  /** Another one than the last; undefined where there is none yet. Never rejects. */
  async another(): Promise<string | undefined> {
    const last = this.#last;
    const next = await this.fresh().catch(() => last);
    this.#last = next ?? last;
    return next === last ? undefined : next;
  }
}

/** Shows a fresh token on one connection before the last one runs out. Gives a function that ends it. */
export function keepRenewing(token: RoomToken, show: (token: string) => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let over = false;
  const arm = (part: number): void => {
    const { leftMs } = token;
    if (over || leftMs === undefined || leftMs === 0) return;
    timer = setTimeout(
      () => void renew(),
      Math.min(LONGEST_TIMER_MS, Math.max(LEAST_WAIT_MS, leftMs * part)),
    );
  };
  const renew = async (): Promise<void> => {
    const next = await token.another();
    if (over) return;
    if (next !== undefined) show(next);
    // Where it is taken, this begins anew.
    arm(AGAIN_AFTER);
  };
  arm(RENEW_AT);
  return () => {
    over = true;
    clearTimeout(timer);
  };
}
