import type { WebSocket } from 'ws';

const TEXT = { binary: false } as const;

/** Joins the sockets of a room, and hands what one says to the other as it came. */
export class Pairs {
  readonly #waiting = new Map<string, WebSocket>();

  /** `url` names the room. */
  serve(socket: WebSocket, url: string): void {
    const other = this.#waiting.get(url);
    if (other) {
      this.#waiting.delete(url);
      join(other, socket);
      join(socket, other);
    } else {
      this.#waiting.set(url, socket);
    }
  }
}

function join(from: WebSocket, to: WebSocket): void {
  from.on('message', (bytes: Buffer) => {
    if (to.readyState === to.OPEN) to.send(bytes, TEXT);
  });
}
