import type { WebSocket } from 'ws';
import { attempt } from '../signaling/guarded.ts';

interface HeartbeatOptions {
  readonly intervalMs: number;
  readonly timeoutMs: number;
  /** Called once where a ping stays unanswered for `timeoutMs`. */
  readonly onSilent: () => void;
  /** Timers have no caller who could catch what they throw: gets it in their place. */
  readonly failed: (error: unknown) => void;
}

/** Pings a socket so that idle connections live through proxies and half-open ones are found. */
export class Heartbeat {
  readonly #socket: WebSocket;
  readonly #options: HeartbeatOptions;
  readonly #ping: NodeJS.Timeout;
  #waiting: NodeJS.Timeout | undefined;
  readonly #answered = () => this.#calm();

  constructor(socket: WebSocket, options: HeartbeatOptions) {
    this.#socket = socket;
    this.#options = options;
    this.#ping = setInterval(Heartbeat.#beat, options.intervalMs, this);
    socket.on('pong', this.#answered);
  }

  stop(): void {
    clearInterval(this.#ping);
    this.#calm();
    this.#socket.off('pong', this.#answered);
  }

  static #beat(this: void, heartbeat: Heartbeat): void {
    attempt(() => {
      heartbeat.#waiting ??= setTimeout(Heartbeat.#silent, heartbeat.#options.timeoutMs, heartbeat);
      heartbeat.#socket.ping();
    }, heartbeat.#options.failed);
  }

  static #silent(this: void, heartbeat: Heartbeat): void {
    attempt(() => {
      heartbeat.stop();
      heartbeat.#options.onSilent();
    }, heartbeat.#options.failed);
  }

  #calm(): void {
    clearTimeout(this.#waiting);
    this.#waiting = undefined;
  }
}
