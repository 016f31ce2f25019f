import { CLOSE_CODES } from '@parley/shared/close-codes';

// The library's own connection goes over the sockets that are opened here, so that what is measured is what a call has.

const PATIENCE_MS = 5_000;

/** Opens sockets for the test, and holds the last one, to measure it and to cut it off. */
export class CheckSockets {
  /** From the request to the open socket, of the first one. */
  openMs: number | undefined;
  #socket: WebSocket | undefined;
  #pings = 0;

  /**
   * Only the first one names its room to proxies. Without a room a proxy sends each one wherever it likes, which is how
   * a reconnect comes to another node.
   */
  open(address: string, subprotocol: string): WebSocket {
    const url = new URL(address);
    if (this.#socket !== undefined) url.searchParams.delete('room');
    const startedAt = performance.now();
    const socket = new WebSocket(url.href, subprotocol);
    socket.addEventListener('open', () => {
      this.openMs ??= performance.now() - startedAt;
    });
    this.#socket = socket;
    return socket;
  }

  /** Drops the connection as a lost network would: our place is kept. */
  cut(): void {
    this.#socket?.close(CLOSE_CODES.storeLost);
  }

  /** How long a word to the node and its answer take; undefined where none came. */
  roundTripMs(): Promise<number | undefined> {
    const socket = this.#socket;
    if (socket === undefined || socket.readyState !== WebSocket.OPEN) return Promise.resolve(undefined);
    this.#pings += 1;
    const ref = `check-${this.#pings}`;
    const startedAt = performance.now();
    return new Promise((resolve) => {
      const end = (ms: number | undefined) => {
        clearTimeout(timer);
        socket.removeEventListener('message', hear);
        socket.removeEventListener('close', lose);
        resolve(ms);
      };
      const hear = ({ data }: MessageEvent<unknown>) => {
        if (String(data).includes(`"${ref}"`)) end(performance.now() - startedAt);
      };
      const lose = () => end(undefined);
      const timer = setTimeout(lose, PATIENCE_MS);
      socket.addEventListener('message', hear);
      socket.addEventListener('close', lose);
      socket.send(JSON.stringify({ type: 'ping', ref }));
    });
  }
}
