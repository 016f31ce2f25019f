import { once } from 'node:events';
import { parseServerFrame } from '@parley/shared/parse-server-frame';
import type { ServerMessage } from '@parley/shared/server-messages';
import { WebSocket } from 'ws';

const ANSWER_MS = 10_000;

/** A bare client: one socket at a time, one session. Thousands of them fit into one process. */
export class WirePeer {
  readonly room: string;
  readonly #hear: (message: ServerMessage) => void;
  #socket: WebSocket | undefined;
  #waiting: ((message: ServerMessage | undefined) => void) | undefined;
  #session: { readonly id: string; readonly token: string } | undefined;

  constructor(room: string, hear: (message: ServerMessage) => void) {
    this.room = room;
    this.#hear = hear;
  }

  get id(): string {
    return this.#session?.id ?? '';
  }

  /** Resolves when its connection is over, with the code. */
  get closed(): Promise<number> {
    if (!this.#socket || this.#socket.readyState === WebSocket.CLOSED) return Promise.resolve(1006);
    return once(this.#socket, 'close').then(([code]) => Number(code));
  }

  /** Opens a connection and joins, or resumes what it had. Gives what it is told; undefined where no answer came. */
  async enter(port: number): Promise<ServerMessage | undefined> {
    const socket = new WebSocket(`ws://127.0.0.1:${port}/ws?room=${this.room}`, {
      perMessageDeflate: false,
      handshakeTimeout: ANSWER_MS,
    });
    socket.on('error', () => {}); // `close` follows
    if (!(await opened(socket))) return undefined;
    this.#socket = socket;
    socket.on('message', (data: Buffer) => this.#take(data.toString()));
    socket.on('close', () => this.#waiting?.(undefined));
    const { room } = this;
    const answer = await this.ask(
      this.#session ? { type: 'resume', room, ...this.#session } : { type: 'join', room },
    );
    if (answer?.type === 'joined' || answer?.type === 'resumed') {
      this.#session = { id: answer.id, token: answer.token };
    } else if (answer?.type === 'error' && answer.code === 'session_expired') {
      this.#session = undefined;
    }
    return answer;
  }

  /** Says something that is answered, and gives the answer; undefined where none comes in time. One at a time. */
  async ask(message: object): Promise<ServerMessage | undefined> {
    const { promise, resolve } = Promise.withResolvers<ServerMessage | undefined>();
    const late = setTimeout(() => resolve(undefined), ANSWER_MS);
    this.#waiting = resolve;
    this.say(message);
    const answer = await promise;
    clearTimeout(late);
    this.#waiting = undefined;
    return answer;
  }

  say(message: object): void {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(message));
  }

  /** Cuts its connection without a word. */
  drop(): void {
    this.#socket?.terminate();
  }

  /** Leaves for good: what it had is forgotten. */
  async leave(): Promise<void> {
    await this.ask({ type: 'leave', room: this.room });
    this.#session = undefined;
    const { closed } = this;
    this.#socket?.close(1000);
    await closed;
  }

  #take(text: string): void {
    const message = parseServerFrame(text);
    if (!message) return;
    if (ANSWERS.has(message.type)) this.#waiting?.(message);
    this.#hear(message);
  }
}

const ANSWERS: ReadonlySet<string> = new Set(['joined', 'resumed', 'leaved', 'full', 'error', 'pong']);

/** False where the connection does not come up. */
async function opened(socket: WebSocket): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  socket.once('open', () => resolve(true));
  socket.once('close', () => resolve(false));
  return promise;
}
