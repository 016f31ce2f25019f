/**
 * Does something again and again, `everyMs` after it was last done, never twice at once. Gives a function that ends it
 * and resolves once nothing of it is under way.
 */
export function rounds(everyMs: number, act: () => Promise<unknown>): () => Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  let current: Promise<unknown> = Promise.resolve();
  const next = () => {
    if (stopped) return;
    timer = setTimeout(() => {
      current = act().finally(next);
    }, everyMs);
    timer.unref();
  };
  next();
  return async () => {
    stopped = true;
    clearTimeout(timer);
    await current;
  };
}
