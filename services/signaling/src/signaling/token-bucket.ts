/**
 * Lets `burst` through at once and `rate` a second in the long run. The caller hands in the time, in milliseconds
 * of a clock that never goes back.
 */
export class TokenBucket {
  readonly #rate: number;
  readonly #burst: number;
  #tokens: number;
  #at: number;

  constructor(rate: number, burst: number, now: number) {
    this.#rate = rate;
    this.#burst = burst;
    this.#tokens = burst;
    this.#at = now;
  }

  /** Takes one token where there is one. */
  take(now: number): boolean {
    this.#tokens = Math.min(this.#burst, this.#tokens + ((now - this.#at) / 1000) * this.#rate);
    this.#at = now;
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    return true;
  }

  /** Whether there is a token, which stays. */
  has(now: number): boolean {
    return this.#tokens + ((now - this.#at) / 1000) * this.#rate >= 1;
  }

  /** Whether it has, by now, all that it may hold. */
  isFullAt(now: number): boolean {
    return this.#tokens + ((now - this.#at) / 1000) * this.#rate >= this.#burst;
  }

  get full(): boolean {
    return this.#tokens >= this.#burst - 1;
  }

  /** Milliseconds until there is a token again. */
  get waitMs(): number {
    return Math.max(1, Math.ceil(((1 - this.#tokens) / this.#rate) * 1000));
  }
}
