interface SleepWatch {
  slept: (ms: number) => void;
  /** A browser calls the timers of a hidden page late, up to a minute. */
  isHidden?: () => boolean;
}

const LOOK_EVERY_MS = 1_000;
// A page that is only busy stands still for shorter than this.
const SLEPT_MS = 6_000;
const SLEPT_HIDDEN_MS = 90_000;

/**
 * Tells for how long the machine slept, when it did. The wall clock shows it: others stand still in a sleep. Gives a
 * function that ends it.
 */
export function watchForSleep({
  slept,
  isHidden = () => document.visibilityState === 'hidden',
}: SleepWatch): () => void {
  let lookedAt = Date.now();
  let wasHidden = isHidden();
  const look = () => {
    const now = Date.now();
    const ms = now - lookedAt - LOOK_EVERY_MS;
    // It may have been hidden for all that time and be seen again just now.
    const limit = wasHidden ? SLEPT_HIDDEN_MS : SLEPT_MS;
    lookedAt = now;
    wasHidden = isHidden();
    if (ms > limit) slept(ms);
  };
  const timer = setInterval(look, LOOK_EVERY_MS);
  return () => clearInterval(timer);
}
