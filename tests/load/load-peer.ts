import { once } from 'node:events';
import { parseServerFrame } from '@parley/shared/parse-server-frame';
import { WebSocket } from 'ws';

const ANSWER_MS = 20_000;

export interface LoadPeerEvents {
  /** A message of another load peer came, sent at `at` of this process's clock. */
  heard(at: number): void;
  /** The server refused something, or the connection ended though nobody asked for that. */
  failed(what: string): void;
}

/** One client of the load: joins a room and writes to the others there, each in turn. */
export class LoadPeer {
  readonly #socket: WebSocket;
  readonly #room: string;
  readonly #events: LoadPeerEvents;
  readonly #others: string[] = [];
  #turn = 0;
  #ending = false;
  #joining: { readonly resolve: () => void; readonly reject: (error: Error) => void } | undefined;

  private constructor(socket: WebSocket, room: string, events: LoadPeerEvents) {
    this.#socket = socket;
    this.#room = room;
    this.#events = events;
    socket.on('message', (data: Buffer) => this.#hear(data.toString()));
    socket.on('close', (code) => {
      if (!this.#ending) events.failed(`closed with ${code}`);
    });
    socket.on('error', () => {}); // `close` follows
  }

  /** Opens a connection. Rejects where it does not come up. */
  static async connect(
    url: string,
    room: string,
    insecure: boolean,
    events: LoadPeerEvents,
  ): Promise<LoadPeer> {
    const address = new URL(url);
    address.searchParams.set('room', room);
    const options = { perMessageDeflate: false, handshakeTimeout: ANSWER_MS, rejectUnauthorized: !insecure };
    const socket = new WebSocket(address, options);
    await once(socket, 'open');
    return new LoadPeer(socket, room, events);
  }

  /** Rejects where the server does not let it in. */
  async join(): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const late = setTimeout(() => reject(new Error('no answer to a join')), ANSWER_MS);
    this.#joining = { resolve, reject };
    this.#say({ type: 'join', room: this.#room });
    try {
      await promise;
    } finally {
      clearTimeout(late);
      this.#joining = undefined;
    }
  }

  /** Sends one message to the next of the others; false where there is nobody, or nothing can be sent. */
  write(): boolean {
    const to = this.#others[(this.#turn += 1) % this.#others.length];
    if (to === undefined || this.#socket.readyState !== WebSocket.OPEN) return false;
    this.#say({
      type: 'message',
      room: this.#room,
      to,
      data: { type: 'load', filler: FILLER, at: performance.now() },
    });
    return true;
  }

  async end(): Promise<void> {
    this.#ending = true;
    if (this.#socket.readyState === WebSocket.CLOSED) return;
    const closed = once(this.#socket, 'close');
    this.#socket.close(1000);
    await closed;
  }

  #refused(what: string): void {
    if (this.#joining) this.#joining.reject(new Error(what));
    else this.#events.failed(what);
  }

  #say(message: object): void {
    this.#socket.send(JSON.stringify(message));
  }

  #hear(text: string): void {
    const message = parseServerFrame(text);
    switch (message?.type) {
      case 'joined':
        this.#others.push(...message.peers.map(({ id }) => id));
        this.#joining?.resolve();
        break;
      case 'otherjoin':
        this.#others.push(message.id);
        break;
      case 'bye':
        if (this.#others.includes(message.id)) this.#others.splice(this.#others.indexOf(message.id), 1);
        break;
      case 'message':
        this.#events.heard(sentAt(message.data));
        break;
      case 'full':
        this.#refused('full: ROOM_SIZE is more than the ROOM_CAPACITY of the nodes');
        break;
      case 'error':
        this.#refused(message.code);
        break;
      default: // What this one need not know.
    }
  }
}

/** Makes a message as long as a usual candidate. */
const FILLER = 'x'.repeat(120);

function sentAt(data: unknown): number {
  return typeof data === 'object' && data !== null && 'at' in data ? Number(data.at) : Number.NaN;
}
