import type { IceServer } from './messages.ts';

/** What the server lets us use to find a path, and for how long. */
export interface IceGrant {
  servers: IceServer[];
  /** By performance.now(). */
  grantedAt: number;
  ttlMs: number;
}

export interface CredentialHandlers {
  /** The grant in use runs out, and nothing newer has come: ask for it. */
  ask: () => void;
  /** There is a newer grant, and the path has to move to it before the old one is over. */
  renew: () => void;
}

// The server sends a fresh set when three quarters of the old one's life are over. Where that came while we were away,
// we ask a little later ourselves, and again in small steps.
const TAKE_FROM = 0.7;
const ASK_AT = 0.8;
const ASK_AGAIN_AFTER = 0.05;
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/**
 * Keeps a relayed path from outliving its TURN credential: an allocation is refreshed with the credential it was made
 * with (RFC 8656 section 7), so one that runs out takes the path with it. A new allocation takes an ICE restart.
 */
export class TurnRenewal {
  readonly #handlers: CredentialHandlers;
  #held: IceGrant;
  #newest: IceGrant;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** `grant` is what the path is made with. */
  constructor(grant: IceGrant, handlers: CredentialHandlers) {
    this.#handlers = handlers;
    this.#held = grant;
    this.#newest = grant;
    this.#arm(ASK_AT);
  }

  /** A newer grant has come, and is already in the connection's configuration. */
  offer(grant: IceGrant): void {
    if (!hasCredentials(grant)) return;
    this.#newest = grant;
    if (!hasCredentials(this.#held) || this.#age() >= TAKE_FROM) this.#take();
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  #take(): void {
    this.#held = this.#newest;
    this.#arm(ASK_AT);
    this.#handlers.renew();
  }

  #due(): void {
    if (this.#newest !== this.#held) {
      this.#take();
      return;
    }
    this.#handlers.ask();
    this.#arm(this.#age() + ASK_AGAIN_AFTER);
  }

  #age(): number {
    return (performance.now() - this.#held.grantedAt) / this.#held.ttlMs;
  }

  #arm(atAge: number): void {
    clearTimeout(this.#timer);
    if (!hasCredentials(this.#held)) return;
    const inMs = (atAge - this.#age()) * this.#held.ttlMs;
    this.#timer = setTimeout(() => this.#due(), Math.min(LONGEST_TIMER_MS, Math.max(0, Math.ceil(inMs))));
  }
}

function hasCredentials(grant: IceGrant): boolean {
  return grant.servers.some(({ credential }) => credential !== undefined);
}
