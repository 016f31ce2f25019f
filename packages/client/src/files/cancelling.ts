/** Cancels a transfer when `signal` aborts, for as long as it goes on. */
export function cancelOn(
  signal: AbortSignal | undefined,
  transfer: { cancel: () => void; readonly done: Promise<unknown> },
): void {
  if (signal === undefined) return;
  if (signal.aborted) {
    transfer.cancel();
    return;
  }
  const cancel = () => transfer.cancel();
  signal.addEventListener('abort', cancel);
  void transfer.done.finally(() => signal.removeEventListener('abort', cancel));
}
