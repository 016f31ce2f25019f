type Failed = (error: unknown) => void;

/** Does what nobody waits for: never throws and never rejects. What it throws, at once or later, goes to `failed`. */
export function attempt(act: () => unknown, failed: Failed): void {
  try {
    const result = act();
    if (result instanceof Promise) result.catch(failed);
  } catch (error) {
    failed(error);
  }
}

/** For handlers: gives a function that makes them such as `attempt` does, so that one fault ends one thing and not the process. */
export function guarded(failed: Failed) {
  return <Args extends unknown[]>(act: (...args: Args) => unknown) =>
    (...args: Args): void =>
      attempt(() => act(...args), failed);
}
