import { CLOSE_CODES } from '@parley/shared/close-codes';
import { SUBPROTOCOL } from '@parley/shared/version';
import { startHeartbeat } from './heartbeat.ts';
import type { Heartbeat } from './heartbeat.ts';
import type { ClientMessage, ServerMessage } from './messages.ts';
import { readServerFrame } from './read-server-frame.ts';

export type OpenWebSocket = (url: string, subprotocol: string) => WebSocket;

// The global is looked up at each call, so that a page or a test may wrap it.
export const openGlobalWebSocket: OpenWebSocket = (url, subprotocol) => new WebSocket(url, subprotocol);

export interface SocketTiming {
  openTimeoutMs?: number | undefined;
  /** How long `joined` or `resumed` may take. */
  answerTimeoutMs?: number | undefined;
  pingEveryMs?: number | undefined;
  silenceMs?: number | undefined;
  probeMs?: number | undefined;
}

export interface SocketHandlers {
  opened: () => void;
  heard: (message: ServerMessage) => void;
  /** Called exactly once, and nothing is heard after it. */
  ended: (code: number) => void;
}

const OPEN = 1;

/** One WebSocket to a node, from its opening to its one end. */
export class SignalingSocket {
  readonly #socket: WebSocket;
  readonly #handlers: SocketHandlers;
  readonly #openTimer: ReturnType<typeof setTimeout>;
  #heartbeat: Heartbeat | undefined;
  #ended = false;

  constructor(open: OpenWebSocket, url: string, handlers: SocketHandlers, timing: SocketTiming = {}) {
    this.#handlers = handlers;
    this.#socket = open(url, SUBPROTOCOL);
    this.#socket.addEventListener('open', () => this.#opened(timing));
    this.#socket.addEventListener('message', (event) => this.#heard(event.data));
    this.#socket.addEventListener('close', (event) => this.#end(event.code));
    this.#openTimer = setTimeout(() => this.#abandon(), timing.openTimeoutMs ?? 10_000);
  }

  get isOpen(): boolean {
    return !this.#ended && this.#socket.readyState === OPEN;
  }

  /** False when the socket is not open; the frame is then dropped. */
  send(message: ClientMessage): boolean {
    if (!this.isOpen) return false;
    this.#socket.send(JSON.stringify(message));
    return true;
  }

  /** Doubts the connection: unless it answers within a few seconds, it is given up. */
  probe(): void {
    this.#heartbeat?.probe();
  }

  /** Says goodbye; `ended` follows at once with the same code. */
  close(code: number): void {
    this.#socket.close(code);
    this.#end(code);
  }

  #opened(timing: SocketTiming): void {
    if (this.#ended) return;
    clearTimeout(this.#openTimer);
    this.#heartbeat = startHeartbeat({
      ping: () => void this.send({ type: 'ping' }),
      silent: () => this.#abandon(),
      everyMs: timing.pingEveryMs,
      silenceMs: timing.silenceMs,
      probeMs: timing.probeMs,
    });
    this.#handlers.opened();
  }

  #heard(data: unknown): void {
    if (this.#ended) return;
    this.#heartbeat?.heard();
    const message = typeof data === 'string' ? readServerFrame(data) : undefined;
    if (message !== undefined) this.#handlers.heard(message);
  }

  // On a dead path the browser's own `close` event may take minutes, so the end is declared here.
  #abandon(): void {
    this.close(CLOSE_CODES.noSignOfLife);
  }

  #end(code: number): void {
    if (this.#ended) return;
    this.#ended = true;
    clearTimeout(this.#openTimer);
    this.#heartbeat?.stop();
    this.#handlers.ended(code);
  }
}
