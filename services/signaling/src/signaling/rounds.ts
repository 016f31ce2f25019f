/**
 * Does something again and again, `everyMs` after it was last done, never twice at once. A round that fails is told to
 * `failed`, and the next one comes all the same. Gives a function that ends it and resolves once nothing of it is under
 * way.
 */
export function rounds(
  everyMs: number,
  act: () => Promise<unknown>,
  failed: (error: unknown) => void,
): () => Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  let current: Promise<void> = Promise.resolve();
  const perform = async () => {
    try {
      await act();
    } catch (error) {
      failed(error);
    }
    next();
  };
  const next = () => {
    if (stopped) return;
    timer = setTimeout(() => {
      current = perform();
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
