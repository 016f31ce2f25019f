/**
 * For handlers that nobody waits for: gives a function that makes them never throw and never reject. What they throw
 * goes to `failed`, so that one fault ends one thing and not the process.
 */
export function guarded(failed: (error: unknown) => void) {
  return <Args extends unknown[]>(act: (...args: Args) => unknown) =>
    (...args: Args): void => {
      try {
        const result = act(...args);
        if (result instanceof Promise) result.catch(failed);
      } catch (error) {
        failed(error);
      }
    };
}
