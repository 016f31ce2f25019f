import { CLOSE_CODES } from '@parley/shared/close-codes';
import type { ClientMessage } from '@parley/shared/client-messages';
import { parseServerFrame } from '@parley/shared/parse-server-frame';
import type { ServerMessage } from '@parley/shared/server-messages';
import { WebSocket } from 'ws';
import type { Target } from '../../support/test-client.ts';
import type { Ending, History } from '../history/history.ts';

/** How long an open may take: a node that stands still takes the connection and says nothing. */
const OPEN_TIMEOUT_MS = 1_500;
/** A close code of the client's own, which does not mean that it leaves. */
const DROPPED = 3001;

export interface SocketEvents {
  readonly heard: (message: ServerMessage) => void;
  readonly closed: (code: number) => void;
}

export interface OpenOptions {
  readonly history: History;
  readonly target: Target;
  /** Who of the nodes it goes to, and whose client it is, for the history. */
  readonly node: string;
  readonly client: string;
  readonly room: string;
  /** Asked once it is open, before anything can be heard. */
  readonly events: (socket: RecordedSocket) => SocketEvents;
}

let count = 0;

/** One connection, all of whose words and ends are taken down. */
export class RecordedSocket {
  readonly number: number;
  readonly node: string;
  readonly #socket: WebSocket;
  readonly #history: History;
  #deaf = false;
  #ended = false;

  private constructor(socket: WebSocket, { history, node, client }: OpenOptions) {
    count += 1;
    this.number = count;
    this.node = node;
    this.#socket = socket;
    this.#history = history;
    history.record({ what: 'opened', socket: this.number, client, node });
  }

  /** Gives undefined where the node takes no connections, or none in time. */
  static open(options: OpenOptions): Promise<RecordedSocket | undefined> {
    const { target, room } = options;
    const url = new URL(target.url);
    url.searchParams.set('room', room);
    const socket = new WebSocket(url, ['parley.v1'], {
      handshakeTimeout: OPEN_TIMEOUT_MS,
      rejectUnauthorized: !target.selfSigned,
    });
    return new Promise((resolve) => {
      socket.on('error', () => resolve(undefined)); // `close` follows where it had opened
      socket.once('open', () => {
        const recorded = new RecordedSocket(socket, options);
        recorded.#listen(options.events(recorded));
        resolve(recorded);
      });
    });
  }

  /** Whether anything said now goes out. */
  get open(): boolean {
    return this.#socket.readyState === WebSocket.OPEN && !this.#deaf;
  }

  /** Whether it is closed for good. */
  get over(): boolean {
    return this.#socket.readyState === WebSocket.CLOSED;
  }

  /** Whether its own client ended it, or is about to. */
  get ended(): boolean {
    return this.#ended;
  }

  say(message: ClientMessage): void {
    if (!this.open) return;
    this.#history.record({ what: 'said', socket: this.number, message });
    this.#socket.send(JSON.stringify(message));
  }

  /** Ends it. All but a cut read on until the other side has answered, so that nothing written before is lost. */
  end(how: Ending): void {
    if (this.#socket.readyState === WebSocket.CLOSED) return;
    this.#ended = true;
    this.#history.record({ what: 'ending', socket: this.number, how });
    // A deaf client could not read the answer to its close frame.
    if (how === 'cut' || this.#deaf) this.#socket.terminate();
    else this.#socket.close(how === 'leave' ? CLOSE_CODES.normal : DROPPED);
  }

  /** From now on it reads nothing and answers nothing, as behind a network that has gone. */
  goDeaf(): void {
    if (!this.open) return;
    this.#deaf = true;
    this.#history.record({ what: 'deaf', socket: this.number });
    this.#socket.pause();
  }

  #listen({ heard, closed }: SocketEvents): void {
    this.#socket.on('message', (bytes: Buffer) => {
      if (this.#deaf) return;
      const message = parseServerFrame(bytes.toString());
      if (!message) throw new Error(`the server said what is not in the protocol: ${bytes.toString()}`);
      this.#history.record({ what: 'heard', socket: this.number, message });
      heard(message);
    });
    this.#socket.once('close', (code) => {
      this.#history.record({ what: 'closed', socket: this.number, code });
      closed(code);
    });
  }
}
