export interface HeartbeatOptions {
  ping: () => void;
  /** Nothing was heard for too long: the connection is dead, whatever the operating system believes. */
  silent: () => void;
  everyMs?: number | undefined;
  silenceMs?: number | undefined;
}

export interface Heartbeat {
  heard(): void;
  stop(): void;
}

/**
 * Asks for a sign of life in a steady beat. Silence counts from the first unanswered ping, not from the last frame:
 * browsers slow the timers of hidden pages down to one a minute, and such a page must not take its own sleep for the
 * server's.
 */
export function startHeartbeat(options: HeartbeatOptions): Heartbeat {
  const everyMs = options.everyMs ?? 10_000;
  const patienceMs = (options.silenceMs ?? 30_000) - everyMs;
  let unansweredSince: number | undefined;

  const timer = setInterval(() => {
    const now = performance.now();
    if (unansweredSince !== undefined && now - unansweredSince >= patienceMs) {
      clearInterval(timer);
      options.silent();
      return;
    }
    unansweredSince ??= now;
    options.ping();
  }, everyMs);

  return {
    heard: () => {
      unansweredSince = undefined;
    },
    stop: () => clearInterval(timer),
  };
}
