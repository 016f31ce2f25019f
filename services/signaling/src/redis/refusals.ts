import type { Logger } from 'pino';

/** Where an operator finds what the user of a Redis must be allowed. */
const ADVICE = 'give the user of REDIS_URL the rights that docs/configuration.md names under REDIS_URL';

/** Whether Redis did not let this user do something; undefined where it is another error, else what to change. */
export function adviceOn(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if (/^(WRONGPASS|NOAUTH)/.test(error.message)) return 'correct the user or the password in REDIS_URL';
  // A script that is refused a command or a key fails with ERR, and words of each version's own.
  if (/^NOPERM|ACL failure in script|user executing the script can't/.test(error.message)) return ADVICE;
  return undefined;
}

/** Scripts that Redis refuses this node: it answers, and yet nobody can be let in. */
export class Refusals {
  readonly #log: Logger;
  readonly #refused = new Set<string>();

  constructor(log: Logger) {
    this.#log = log;
  }

  /** Undefined while each script may do what it does. */
  get reason(): string | undefined {
    const [script] = this.#refused;
    return script && `redis refuses this node a right (REDIS_URL): script ${script}`;
  }

  /** Gives what the script gives, and remembers whether Redis let it. */
  async watch(script: string, reply: Promise<unknown>): Promise<unknown> {
    try {
      const value = await reply;
      this.#refused.delete(script);
      return value;
    } catch (error) {
      const advice = adviceOn(error);
      if (advice !== undefined && !this.#refused.has(script)) {
        this.#refused.add(script);
        const reason = error instanceof Error ? error.message : undefined;
        this.#log.error({ script, reason, advice }, 'redis refuses what this node has to do');
      }
      throw error;
    }
  }
}
