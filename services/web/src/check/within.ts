/** A signal that aborts with another one, or when the time is up. AbortSignal.any is younger than our oldest Firefox. */
export function within(ms: number, signal: AbortSignal): AbortSignal {
  const both = new AbortController();
  const abort = () => both.abort();
  signal.addEventListener('abort', abort);
  AbortSignal.timeout(ms).addEventListener('abort', abort);
  if (signal.aborted) abort();
  return both.signal;
}
