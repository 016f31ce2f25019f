/** What of a page it takes to keep its screen on. */
interface Screen {
  readonly document: EventTarget & { readonly visibilityState: DocumentVisibilityState };
  readonly wakeLock: Pick<WakeLock, 'request'> | undefined;
}

/**
 * Keeps the screen on, where the browser can and the battery lets it. The browser takes the lock back whenever the page
 * is hidden, so it is asked for anew when the page is seen again. Gives a function that ends it.
 */
export function keepScreenOn(screen: Screen = { document, wakeLock: navigator.wakeLock }): () => void {
  let ended = false;
  let held: WakeLockSentinel | undefined;
  const ask = async () => {
    if (ended || screen.document.visibilityState !== 'visible') return;
    const lock = await screen.wakeLock?.request('screen');
    if (ended) await lock?.release();
    else held = lock;
  };
  // A low battery, or a policy: the call goes on all the same.
  const tryToAsk = () => void ask().catch(() => undefined);
  tryToAsk();
  screen.document.addEventListener('visibilitychange', tryToAsk);
  return () => {
    ended = true;
    screen.document.removeEventListener('visibilitychange', tryToAsk);
    void held?.release();
  };
}
