/** What the probe notes in a page, for the tests to read. */
export interface PageProbe {
  /** Every connection that the page made, in order; those it closed too. */
  readonly connections: RTCPeerConnection[];
  /** How often a connection left or reached `stable`. */
  signalingChanges: number;
  /** The words of every banner that was shown, however short. */
  readonly banners: string[];
  /** Takes the room's place in the address of the next WebSocket, which proxies look at and the server does not. */
  hint: string | undefined;
}

declare global {
  interface Window {
    parleyProbe: PageProbe;
  }
}

/**
 * Runs in the page before the page's own scripts. It looks on; all it changes is the proxy's hint, where one is given.
 * Playwright sends it as text: nothing from outside may be used in here.
 */
export function installProbe(): void {
  const probe: PageProbe = { connections: [], signalingChanges: 0, banners: [], hint: undefined };
  window.parleyProbe = probe;

  window.RTCPeerConnection = new Proxy(window.RTCPeerConnection, {
    construct(target, [configuration]: [RTCConfiguration?]) {
      const connection = new target(configuration);
      connection.addEventListener('signalingstatechange', () => {
        probe.signalingChanges += 1;
      });
      probe.connections.push(connection);
      return connection;
    },
  });

  window.WebSocket = new Proxy(window.WebSocket, {
    construct(target, [address, protocols]: [string | URL, (string | string[])?]) {
      const url = new URL(address);
      if (probe.hint !== undefined) url.searchParams.set('room', probe.hint);
      return new target(url, protocols);
    },
  });

  new MutationObserver(() => {
    const text = document.querySelector('[data-testid=banner-words]')?.textContent ?? undefined;
    if (text !== undefined && probe.banners.at(-1) !== text) probe.banners.push(text);
  }).observe(document, { childList: true, subtree: true });
}
