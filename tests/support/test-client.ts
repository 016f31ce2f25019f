import { EventEmitter, once } from 'node:events';
import { parseServerFrame } from '@parley/shared/parse-server-frame';
import type { Joined, ServerMessage } from '@parley/shared/server-messages';
import { WebSocket } from 'ws';

type MessageOf<Type extends ServerMessage['type']> = Extract<ServerMessage, { type: Type }>;

export interface Target {
  /** `ws://` or `wss://` address of `/ws`. */
  readonly url: string;
  /** The stack's certificate is its own; tests of it do not check who signed it. */
  readonly selfSigned?: boolean;
  /** How long a client waits for a message where the test says nothing else. */
  readonly patienceMs?: number;
}

export interface ConnectOptions {
  /** The hint in the address, for proxies. */
  readonly room?: string;
  readonly protocols?: string[];
  readonly origin?: string;
  /** What a proxy would say of where the client is. */
  readonly forwarded?: { readonly for?: string; readonly proto?: string };
}

const DEADLINE_MS = 10_000;

/** A bare client that waits on events: `await client.next('joined')`. What it hears must fit the protocol's schemas. */
export class TestClient implements AsyncDisposable {
  readonly socket: WebSocket;
  /** Resolves when the connection is over. */
  readonly closed: Promise<{ code: number; reason: string }>;
  /** Every frame as it came, in order. */
  readonly frames: string[] = [];
  readonly #unread: ServerMessage[] = [];
  readonly #news = new EventEmitter();
  readonly #patienceMs: number;
  #fault: Error | undefined;

  private constructor(socket: WebSocket, patienceMs = DEADLINE_MS) {
    this.socket = socket;
    this.#patienceMs = patienceMs;
    socket.on('message', (bytes: Buffer) => this.#take(bytes.toString()));
    socket.on('error', () => {}); // `close` follows and tells
    this.closed = new Promise((resolve) => {
      socket.once('close', (code, reason) => {
        resolve({ code, reason: reason.toString() });
        this.#news.emit('news');
      });
    });
  }

  /** Opens a connection; rejects where the server refuses the upgrade. */
  static async connect(target: Target, options: ConnectOptions = {}): Promise<TestClient> {
    const url = new URL(target.url);
    if (options.room !== undefined) url.searchParams.set('room', options.room);
    const socket = new WebSocket(url, options.protocols ?? ['parley.v1'], {
      rejectUnauthorized: !target.selfSigned,
      headers: forwardedHeaders(options),
      ...(options.origin === undefined ? {} : { origin: options.origin }),
    });
    const client = new TestClient(socket, target.patienceMs);
    await once(socket, 'open');
    return client;
  }

  /** Opens a connection and joins. */
  static async join(target: Target, room: string, name?: string): Promise<TestClient & { joined: Joined }> {
    const client = await TestClient.connect(target, { room });
    client.send({ type: 'join', room, name });
    return Object.assign(client, { joined: await client.next('joined') });
  }

  send(message: unknown): void {
    this.sendText(JSON.stringify(message));
  }

  sendText(text: string): void {
    this.socket.send(text);
  }

  /** The next unread message of a type; others before it stay unread. Rejects when none comes in time. */
  next<Type extends ServerMessage['type']>(type: Type, deadlineMs?: number): Promise<MessageOf<Type>> {
    return this.nextOf([type], deadlineMs);
  }

  /** Whether there is an unread message of a type. */
  has(type: ServerMessage['type']): boolean {
    return this.#unread.some((message) => message.type === type);
  }

  /** The next unread message of any of these types. */
  async nextOf<Type extends ServerMessage['type']>(
    types: readonly Type[],
    deadlineMs = this.#patienceMs,
  ): Promise<MessageOf<Type>> {
    const wanted: ReadonlySet<string> = new Set(types);
    const until = performance.now() + deadlineMs;
    for (;;) {
      if (this.#fault) throw this.#fault;
      const index = this.#unread.findIndex((message) => wanted.has(message.type));
      // findIndex looked at the type.
      if (index !== -1) return this.#unread.splice(index, 1)[0] as MessageOf<Type>;
      await this.#arrival(types.join(' or '), until - performance.now());
    }
  }

  /**
   * What is unread once the server has dealt with all that this client sent. Proves that something did not come from
   * this client's own node.
   */
  async settle(): Promise<ServerMessage[]> {
    const ref = `settle-${Math.random()}`;
    this.send({ type: 'ping', ref });
    while ((await this.next('pong')).ref !== ref);
    return [...this.#unread];
  }

  close(code?: number): Promise<{ code: number; reason: string }> {
    this.socket.close(code);
    return this.closed;
  }

  /** Cuts the connection without a word, as a broken network does. */
  cut(): Promise<{ code: number; reason: string }> {
    this.socket.terminate();
    return this.closed;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.socket.readyState !== WebSocket.CLOSED) {
      this.socket.close();
      const force = setTimeout(() => this.socket.terminate(), 2_000);
      await this.closed;
      clearTimeout(force);
    }
    // Also where nobody waited for anything after it.
    if (this.#fault) throw this.#fault;
  }

  #take(text: string): void {
    this.frames.push(text);
    const message = parseServerFrame(text);
    if (message) this.#unread.push(message);
    else this.#fault ??= new Error(`the server said what is not in the protocol: ${text.slice(0, 200)}`);
    this.#news.emit('news');
  }

  async #arrival(what: string, waitMs: number): Promise<void> {
    const unread = () => this.#unread.map((message) => JSON.stringify(message)).join('\n  ');
    if (this.socket.readyState === WebSocket.CLOSED) {
      throw new Error(`closed while waiting for ${what}; unread:\n  ${unread()}`);
    }
    try {
      await once(this.#news, 'news', { signal: AbortSignal.timeout(Math.max(0, Math.ceil(waitMs))) });
    } catch (error) {
      throw new Error(`no ${what} came; unread:\n  ${unread()}`, { cause: error });
    }
  }
}

/** The HTTP status with which an upgrade was answered: 101 where it was taken. */
export async function upgradeStatus(target: Target, options: ConnectOptions): Promise<number> {
  const socket = new WebSocket(target.url, options.protocols ?? [], {
    rejectUnauthorized: !target.selfSigned,
    headers: forwardedHeaders(options),
    ...(options.origin === undefined ? {} : { origin: options.origin }),
  });
  try {
    return await new Promise((resolve, reject) => {
      socket.once('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0));
      socket.once('open', () => resolve(101));
      socket.once('error', reject);
    });
  } finally {
    socket.on('error', () => {}); // terminate() of a socket that never opened reports itself
    socket.terminate();
  }
}

function forwardedHeaders({ forwarded }: ConnectOptions): Record<string, string> {
  return {
    ...(forwarded?.for !== undefined && { 'x-forwarded-for': forwarded.for }),
    ...(forwarded?.proto !== undefined && { 'x-forwarded-proto': forwarded.proto }),
  };
}

/** A room's name that nobody else has. */
export function freshRoom(): string {
  return `room-${crypto.randomUUID()}`;
}
