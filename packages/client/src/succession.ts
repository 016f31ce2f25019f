import { CLOSE_CODES } from '@parley/shared/close-codes';
import type { ClientMessage, ServerMessage } from './messages.ts';
import type { Setback } from './reconnect-policy.ts';
import type { SignalingSocket } from './signaling-socket.ts';
import type { StayHandlers } from './stay.ts';

export interface SuccessionOptions extends StayHandlers {
  /** Opens one connection that resumes the session. */
  start: (handlers: StayHandlers) => SignalingSocket;
  /** How long to wait before another try to change over, in milliseconds; null for never. */
  retryMs: (attempt: number, setback: Setback) => number | null;
}

// The node that is left closes the old socket once it knows of the new one, after all that it had to say there.
const LAST_WORDS_MS = 1_000;

/**
 * A stay that outlives its socket: told to reconnect, it opens a new one, resumes there, and only then lets the old one
 * go. What the old one still had on its way comes before anything from the new one, so nothing is lost or overtaken.
 */
export class Succession {
  readonly #options: SuccessionOptions;
  #current: SignalingSocket;
  #next: SignalingSocket | undefined;
  #old: SignalingSocket | undefined;
  #held: ServerMessage[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #attempt = 0;

  constructor(options: SuccessionOptions) {
    this.#options = options;
    this.#current = this.#start();
  }

  get isOpen(): boolean {
    return this.#current.isOpen;
  }

  send(message: ClientMessage): boolean {
    return this.#current.send(message);
  }

  probe(): void {
    this.#current.probe();
  }

  /** Ends all of it; `ended` follows at once. */
  close(code: number): void {
    this.#current.close(code);
  }

  #start(): SignalingSocket {
    const socket: SignalingSocket = this.#options.start({
      heard: (message) => this.#heard(socket, message),
      ended: (heldMs, setback) => this.#ended(socket, heldMs, setback),
    });
    return socket;
  }

  #heard(socket: SignalingSocket, message: ServerMessage): void {
    // The first word of a new socket is `resumed`, or `joined` where the session was over.
    if (socket === this.#next) this.#changeOver(socket);
    if (socket === this.#current && this.#old !== undefined) this.#held.push(message);
    else if (socket === this.#current || socket === this.#old) this.#pass(message);
  }

  #pass(message: ServerMessage): void {
    // What the old socket asks for has happened.
    if (message.type === 'reconnect' && this.#old === undefined) this.#succeedIn(message.afterMs);
    this.#options.heard(message);
  }

  #succeedIn(ms: number): void {
    if (this.#next !== undefined) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#next = this.#start();
    }, ms);
  }

  #changeOver(next: SignalingSocket): void {
    const old = this.#current;
    this.#old = old;
    this.#current = next;
    this.#next = undefined;
    this.#attempt = 0;
    this.#timer = setTimeout(() => old.close(CLOSE_CODES.storeLost), LAST_WORDS_MS);
  }

  #ended(socket: SignalingSocket, heldMs: number | undefined, setback: Setback): void {
    if (socket === this.#old) this.#release();
    else if (socket === this.#next) this.#tryAgain(setback);
    else if (socket === this.#current) this.#end(heldMs, setback);
  }

  #release(): void {
    clearTimeout(this.#timer);
    this.#old = undefined;
    for (const message of this.#held.splice(0)) this.#pass(message);
  }

  // The old socket still serves; where it ends before a new one is up, that is an end like any other.
  #tryAgain(setback: Setback): void {
    this.#next = undefined;
    const delayMs = this.#options.retryMs(this.#attempt, setback);
    this.#attempt += 1;
    if (delayMs !== null) this.#succeedIn(delayMs);
  }

  #end(heldMs: number | undefined, setback: Setback): void {
    const others = [this.#old, this.#next];
    if (this.#old !== undefined) this.#release();
    clearTimeout(this.#timer);
    this.#next = undefined;
    // 4000 tells a node that we mean to resume.
    for (const other of others) other?.close(CLOSE_CODES.storeLost);
    this.#options.ended(heldMs, setback);
  }
}
