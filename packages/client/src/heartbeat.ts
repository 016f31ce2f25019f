export interface HeartbeatOptions {
  ping: () => void;
  /** Nothing was heard for too long: the connection is dead, whatever the operating system believes. Called once. */
  silent: () => void;
  everyMs?: number | undefined;
  silenceMs?: number | undefined;
  /** How long an answer may take when there is reason to doubt the connection. */
  probeMs?: number | undefined;
}

export interface Heartbeat {
  heard(): void;
  /** Asks for a sign of life now, with little patience: the machine may have slept, or the network changed. */
  probe(): void;
  stop(): void;
}

/** How often the clock is looked at, and by how much a look has to come late to tell of a sleep. */
const LOOK_EVERY_MS = 2_000;
const SLEPT_MS = 3_000;

/**
 * Asks for a sign of life in a steady beat. Silence counts from the first unanswered ping, not from the last frame:
 * browsers slow the timers of hidden pages down to one a minute, and such a page must not take its own sleep for the
 * server's. Where the clock tells that this machine slept, the server has most likely given the socket up, and it is
 * asked at once. The wall clock tells: others stand still in a sleep.
 */
export function startHeartbeat(options: HeartbeatOptions): Heartbeat {
  const everyMs = options.everyMs ?? 10_000;
  const patienceMs = (options.silenceMs ?? 30_000) - everyMs;
  const probeMs = options.probeMs ?? 4_000;
  let unansweredSince: number | undefined;
  let probing: ReturnType<typeof setTimeout> | undefined;
  let lookedAt = Date.now();

  const stop = () => {
    clearInterval(beat);
    clearInterval(look);
    clearTimeout(probing);
  };
  const giveUp = () => {
    stop();
    options.silent();
  };
  const probe = () => {
    if (probing !== undefined) return;
    const askedAt = Date.now();
    probing = setTimeout(() => {
      probing = undefined;
      // Who slept on in the meantime could not hear an answer.
      if (Date.now() - askedAt > probeMs + SLEPT_MS) probe();
      else giveUp();
    }, probeMs);
    options.ping();
  };
  const beat = setInterval(() => {
    const now = performance.now();
    if (unansweredSince !== undefined && now - unansweredSince >= patienceMs) {
      giveUp();
      return;
    }
    unansweredSince ??= now;
    options.ping();
  }, everyMs);
  const look = setInterval(() => {
    const sleptMs = Date.now() - lookedAt - LOOK_EVERY_MS;
    lookedAt = Date.now();
    if (sleptMs > SLEPT_MS) probe();
  }, LOOK_EVERY_MS);

  return {
    heard: () => {
      unansweredSince = undefined;
      clearTimeout(probing);
      probing = undefined;
    },
    probe,
    stop,
  };
}
