import { TokenBucket } from '../signaling/token-bucket.ts';
import type { Visitor } from '../signaling/visitor.ts';
import { addressBlock } from './address-block.ts';

/** What one address may do; 0 is for no limit. */
export interface AddressLimitSettings {
  /** Connections at once. */
  readonly connections: number;
  /** Each of these in a minute, or all at once after a quiet one. */
  readonly connectsAMinute: number;
  readonly joinsAMinute: number;
  readonly failedJoinsAMinute: number;
}

const MINUTE_S = 60;
/** How often addresses are forgotten that have all they may again. */
const FORGET_EVERY_MS = 30_000;
/** So many are remembered; then those without a connection are forgotten, who was too fast among them. */
const MOST_REMEMBERED = 100_000;

/** A connection that was let in counts until it is released. */
export type Arrival =
  | { readonly ok: true; readonly visitor: Visitor | undefined; readonly release: () => void }
  | { readonly ok: false; readonly retryAfterMs: number };

const UNLIMITED: Arrival = { ok: true, visitor: undefined, release: () => {} };

/** Keeps one address from taking all there is: connections, joins, and guesses at what it has no right to. */
export class AddressLimits {
  readonly #settings: AddressLimitSettings;
  readonly #now: () => number;
  readonly #visitors = new Map<string, AddressVisitor>();
  readonly #timer: NodeJS.Timeout;

  /** `now` is in milliseconds, of a clock that never goes back. */
  constructor(settings: AddressLimitSettings, now: () => number = () => performance.now()) {
    this.#settings = settings;
    this.#now = now;
    this.#timer = setInterval(() => this.#forget(), FORGET_EVERY_MS);
    this.#timer.unref();
  }

  /** Addresses that are remembered. */
  get size(): number {
    return this.#visitors.size;
  }

  /** Somebody wants to connect. */
  arrive(address: string): Arrival {
    const block = addressBlock(address);
    if (block === undefined) return UNLIMITED;
    const visitor = this.#visitors.get(block) ?? new AddressVisitor(this.#settings, this.#now);
    this.#visitors.set(block, visitor);
    if (this.#visitors.size > MOST_REMEMBERED) this.#forgetAbsent();
    const retryAfterMs = visitor.takeConnection();
    if (retryAfterMs !== undefined) return { ok: false, retryAfterMs };
    return { ok: true, visitor, release: () => visitor.release() };
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #forget(): void {
    for (const [block, visitor] of this.#visitors) if (visitor.isForgettable) this.#visitors.delete(block);
  }

  #forgetAbsent(): void {
    for (const [block, visitor] of this.#visitors) if (visitor.open === 0) this.#visitors.delete(block);
  }
}

/** When to try again where it is connections that are too many: nobody knows when one ends. */
const RETRY_CONNECTION_MS = 10_000;

class AddressVisitor implements Visitor {
  open = 0;
  readonly #most: number;
  readonly #now: () => number;
  readonly #connects: TokenBucket | undefined;
  readonly #joins: TokenBucket | undefined;
  readonly #failures: TokenBucket | undefined;

  constructor(settings: AddressLimitSettings, now: () => number) {
    this.#most = settings.connections;
    this.#now = now;
    this.#connects = aMinute(settings.connectsAMinute, now());
    this.#joins = aMinute(settings.joinsAMinute, now());
    this.#failures = aMinute(settings.failedJoinsAMinute, now());
  }

  takeConnection(): number | undefined {
    if (this.#most > 0 && this.open >= this.#most) return RETRY_CONNECTION_MS;
    const waitMs = takeFrom(this.#connects, this.#now());
    if (waitMs === undefined) this.open += 1;
    return waitMs;
  }

  release(): void {
    this.open -= 1;
  }

  takeJoin(): number | undefined {
    return this.takeResume() ?? takeFrom(this.#joins, this.#now());
  }

  takeResume(): number | undefined {
    return this.#failures?.has(this.#now()) === false ? this.#failures.waitMs : undefined;
  }

  failed(): void {
    this.#failures?.take(this.#now());
  }

  get isForgettable(): boolean {
    const now = this.#now();
    const buckets = [this.#connects, this.#joins, this.#failures];
    return this.open === 0 && buckets.every((bucket) => bucket?.isFullAt(now) !== false);
  }
}

function aMinute(count: number, now: number): TokenBucket | undefined {
  return count === 0 ? undefined : new TokenBucket(count / MINUTE_S, count, now);
}

function takeFrom(bucket: TokenBucket | undefined, now: number): number | undefined {
  return bucket === undefined || bucket.take(now) ? undefined : bucket.waitMs;
}
