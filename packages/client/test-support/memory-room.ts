import type { ClientMessage, ServerMessage } from '../src/messages.ts';
import { SignalingConnection } from '../src/signaling-connection.ts';

/** One client's WebSocket, whose other end is a MemoryRoom. */
class MemorySocket extends EventTarget {
  readyState = 1;
  readonly #room: MemoryRoom;
  readonly #who: string;

  constructor(room: MemoryRoom, who: string) {
    super();
    this.#room = room;
    this.#who = who;
    queueMicrotask(() => this.dispatchEvent(new Event('open')));
  }

  send(frame: string): void {
    this.#room.take(this, this.#who, JSON.parse(frame) as ClientMessage);
  }

  close(): void {
    this.readyState = 3;
  }

  say(message: ServerMessage): void {
    this.dispatchEvent(new MessageEvent('message', { data: JSON.stringify(message) }));
  }

  lose(): void {
    this.readyState = 3;
    this.dispatchEvent(Object.assign(new Event('close'), { code: 1006 }));
  }
}

type Word = Extract<ClientMessage, { type: 'message' }>;

/** A room without a node: everybody is in it from the first on, and the test decides what becomes of each message. */
export class MemoryRoom {
  readonly #sockets = new Map<string, MemorySocket>();
  readonly #ids: readonly string[];
  /** Gives how often a message arrives. */
  fate: (data: unknown, from: string) => number = () => 1;
  /** All that was sent, in order. */
  readonly words: { from: string; to: string | undefined; data: unknown }[] = [];

  constructor(...ids: string[]) {
    this.#ids = ids;
  }

  /** What a client that is to be `id` opens its connections with. */
  socketOf(id: string): () => WebSocket {
    return () => new MemorySocket(this, id) as unknown as WebSocket;
  }

  async enter(id: string): Promise<SignalingConnection> {
    const connection = new SignalingConnection({
      url: 'ws://memory.test/ws',
      reconnectDelay: () => 0,
      webSocket: this.socketOf(id),
    });
    await connection.join('r');
    return connection;
  }

  /** Something comes from a client that is none of this library's. */
  speak(from: string, to: string, data: unknown): void {
    this.#sockets.get(to)?.say({ type: 'message', room: 'r', from, data });
  }

  tell(id: string, message: ServerMessage): void {
    this.#sockets.get(id)?.say(message);
  }

  cut(id: string): void {
    this.#sockets.get(id)?.lose();
  }

  take(socket: MemorySocket, who: string, message: ClientMessage): void {
    if (message.type === 'message') this.#forward(who, message);
    if (message.type !== 'join' && message.type !== 'resume') return;
    this.#sockets.set(who, socket);
    socket.say({
      type: message.type === 'join' ? 'joined' : 'resumed',
      room: 'r',
      id: who,
      peers: this.#ids.filter((id) => id !== who).map((id) => ({ id })),
      capacity: 6,
      token: 't',
      resumeWindowMs: 20_000,
      iceServers: [],
      iceTtlMs: 1,
      node: 'n',
      seq: 1,
    });
  }

  #forward(from: string, { to = '', data }: Word): void {
    this.words.push({ from, to, data });
    for (let count = this.fate(data, from); count > 0; count -= 1) this.speak(from, to, data);
  }
}
