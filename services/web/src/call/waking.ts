/** Where the events are heard; the page's own, but for tests. */
interface Page {
  readonly window: EventTarget;
  readonly document: EventTarget & { readonly visibilityState: DocumentVisibilityState };
}

/**
 * Calls `act` when there is reason to believe that time has passed unseen or that the network is another: the page is
 * looked at again, comes out of the browser's freezer or cache, or the browser is online again. Gives a function that
 * ends it.
 */
export function onWaking(act: () => void, page: Page = { window, document }): () => void {
  const seen = () => {
    if (page.document.visibilityState === 'visible') act();
  };
  const heard: [EventTarget, string, () => void][] = [
    [page.window, 'online', act],
    [page.window, 'pageshow', act],
    [page.document, 'resume', act],
    [page.document, 'visibilitychange', seen],
  ];
  for (const [target, event, listener] of heard) target.addEventListener(event, listener);
  return () => {
    for (const [target, event, listener] of heard) target.removeEventListener(event, listener);
  };
}
