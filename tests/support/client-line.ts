import { EventEmitter, once } from 'node:events';
import { parseServerFrame } from '@parley/shared/parse-server-frame';
import type { ServerMessage } from '@parley/shared/server-messages';
import { WebSocket } from 'ws';
import type { Target } from './test-client.ts';

type MessageOf<Type extends ServerMessage['type']> = Extract<ServerMessage, { type: Type }>;

const DEADLINE_MS = 15_000;

/** One socket to one node. What comes is held back until it is read, so that nothing overtakes what came before it. */
export class ClientLine {
  readonly target: Target;
  /** Resolves with the close code. */
  readonly closed: Promise<number>;
  readonly #socket: WebSocket;
  readonly #arrivals = new EventEmitter();
  readonly #held: ServerMessage[] = [];
  #take: ((message: ServerMessage) => void) | undefined;

  private constructor(target: Target, socket: WebSocket) {
    this.target = target;
    this.#socket = socket;
    this.closed = new Promise((resolve) => void socket.once('close', resolve));
    socket.on('error', () => {}); // `close` follows and tells
    socket.on('message', (bytes: Buffer) => this.#arrived(bytes.toString()));
  }

  static async open(target: Target, room: string): Promise<ClientLine> {
    const url = new URL(target.url);
    url.searchParams.set('room', room);
    const socket = new WebSocket(url, ['parley.v1'], { rejectUnauthorized: target.selfSigned !== true });
    const line = new ClientLine(target, socket);
    await once(socket, 'open');
    return line;
  }

  send(message: object): void {
    this.#socket.send(JSON.stringify(message));
  }

  /** Sends a request and waits for its answer; rejects where the node refuses, or ends the connection instead. */
  async ask<Type extends ServerMessage['type']>(request: object, type: Type): Promise<MessageOf<Type>> {
    const signal = AbortSignal.timeout(DEADLINE_MS);
    const answers = [type, 'error' as const].map((name) => once(this.#arrivals, `came ${name}`, { signal }));
    this.send(request);
    const ended = this.closed.then((code) => {
      throw new Error(`the connection ended with ${code} before there was ${type}`);
    });
    const [answer] = (await Promise.race([...answers, ended])) as [ServerMessage];
    if (answer.type !== type) throw new Error(`wanted ${type}, got ${JSON.stringify(answer)}`);
    // The type was just looked at.
    return answer as MessageOf<Type>;
  }

  /** Hands over what was held back, in order, and from then on what comes. */
  read(take: (message: ServerMessage) => void): void {
    this.#take = take;
    for (const message of this.#held.splice(0)) take(message);
  }

  close(code: number): void {
    this.#socket.close(code);
  }

  cut(): void {
    this.#socket.terminate();
  }

  #arrived(text: string): void {
    const message = parseServerFrame(text);
    if (!message) throw new Error(`the server said what is not in the protocol: ${text.slice(0, 200)}`);
    if (this.#take) this.#take(message);
    else this.#held.push(message);
    this.#arrivals.emit(`came ${message.type}`, message);
  }
}
